import type { Feature } from '../manifest.ts'
import { settingMigrations } from './migrations.ts'
import { adminHandlers } from './rpc/admin.ts'
import { generatorHandlers } from './rpc/generators.ts'
import { policyHandlers } from './rpc/policies.ts'
import { settingsHandlers } from './rpc/settings.ts'
import { settingsFacet } from './state.ts'

export { codeFits, type NewCode, newCode } from './codes.ts'
export { defaultSettingsEvents } from './defaultSettings.ts'
export type { GeneratorType, SecretGenerator } from './generators.ts'
export { supportedLanguages } from './languages.ts'
export {
  allowedLanguages,
  type DomainPolicy,
  domainPolicy,
  lockoutPolicy,
  notificationPolicy,
  oidcSettings,
  passwordComplexityPolicy,
  secretGenerator,
} from './policies.ts'
export type { SettingsSource } from './queries.ts'
export { ownerTypeOnWire, targetOrg } from './rpc/context.ts'

/** Policies and settings of instances and organizations, one mechanism for all of them. */
export const settings: Feature = {
  name: 'settings',
  migrations: settingMigrations,
  tables: ['settings'],
  facets: [settingsFacet],
  handlers: (deps) => [
    ...policyHandlers(deps),
    adminHandlers(deps),
    generatorHandlers(deps),
    settingsHandlers(deps),
  ],
}
