import type { Feature } from '../manifest.ts'
import { deliveryFacet } from './deliveryState.ts'
import { notificationMigrations } from './migrations.ts'
import { providersFacet } from './providerState.ts'
import { activeChannelsMemo } from './queries.ts'
import { notificationReactions } from './reactions.ts'
import { adminService } from './rpc/adminService.ts'
import { managementService } from './rpc/managementService.ts'
import { notificationTasks } from './tasks.ts'

export { activeChannelsSql } from './queries.ts'
export { reportMissingProviders } from './reportProviders.ts'

/** Mails and SMS: their providers, their texts, and the delivery of each message once. */
export const notifications: Feature = {
  name: 'notifications',
  migrations: notificationMigrations,
  tables: ['notification_providers'],
  lookup: { memos: activeChannelsMemo },
  facets: [providersFacet, deliveryFacet],
  reactions: notificationReactions,
  handlers: (deps) => [adminService(deps), managementService(deps)],
  tasks: (deps) => notificationTasks(deps),
}
