import type { Feature } from '../manifest.ts'
import { rateLimitMigrations } from './migrations.ts'
import { rateLimitSchedules } from './retention.ts'

export { addressGroup } from './addressGroup.ts'
export type { LimitedAct } from './budgets.ts'
export type { LimitedParty, LimitedRequest } from './limitedKeys.ts'
export { openRateLimits, type RateLimits, type Taken } from './openRateLimits.ts'

/** Limits of acts that strangers can repeat: guesses, mails, registrations and anonymous requests. */
export const rateLimits: Feature = {
  name: 'rate-limits',
  migrations: rateLimitMigrations,
  instanceTables: ['rate_limits'],
  schedules: rateLimitSchedules,
}
