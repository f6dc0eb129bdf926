import type { Feature } from '../manifest.ts'
import { settingMigrations } from './migrations.ts'
import { freshProofMinutesSql } from './policies.ts'
import { adminService } from './rpc/adminService.ts'
import { policyHandlers } from './rpc/policies.ts'
import { secretGenerators } from './rpc/secretGenerators.ts'
import { settingsService } from './rpc/settingsService.ts'
import { settingsFacet } from './state.ts'

export { codeFits, type NewCode, newCode } from './codes.ts'
export { defaultSettingsEvents } from './defaultSettings.ts'
export type { GeneratorType, SecretGenerator } from './generators.ts'
export type { Branding } from './kinds.ts'
export { supportedLanguages } from './languages.ts'
export {
  allowedLanguages,
  allowedLanguagesOf,
  allowsOrganizations,
  branding,
  type DomainPolicy,
  demandsReasons,
  domainPolicy,
  freshProofMinutes,
  freshProofMinutesSql,
  impersonationSql,
  keptLockoutPolicy,
  lockoutPolicy,
  lockoutRules,
  notificationPolicy,
  oidcSettings,
  oidcSettingsOf,
  oidcSettingsSql,
  type PasswordAge,
  passwordAgeOf,
  passwordAgeSql,
  passwordComplexityPolicy,
  privacyPolicy,
  restrictionsSql,
  secretGenerator,
  securitySettings,
} from './policies.ts'
export { targetOrg } from './rpc/decode.ts'
export { encodeOwnerType } from './rpc/encode.ts'

/** Policies and settings of instances and organizations, all derived from one table of kinds. */
export const settings: Feature = {
  name: 'settings',
  migrations: settingMigrations,
  tables: ['settings'],
  facets: [settingsFacet],
  lookup: { freshProofMinutes: freshProofMinutesSql('i.instance_id') },
  handlers: (deps) => [
    ...policyHandlers(deps),
    adminService(deps),
    secretGenerators(deps),
    settingsService(deps),
  ],
}
