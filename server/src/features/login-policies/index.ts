import type { Feature } from '../manifest.ts'
import { loginPolicyMigrations } from './migrations.ts'
import { adminService } from './rpc/adminService.ts'
import { authService } from './rpc/authService.ts'
import { managementService } from './rpc/managementService.ts'
import { settingsService } from './rpc/settingsService.ts'
import { loginPolicyFacet } from './state.ts'

export { defaultLoginPolicyEvents } from './defaultLoginPolicy.ts'
export { loginPolicyEvents } from './events.ts'
export { type EffectiveLoginPolicy, effectiveLoginPolicy, policyOfUserSql } from './queries.ts'
export { type LoginPolicyState, loginPolicyFacet } from './state.ts'

/** The ways of logging in that an instance or organization allows and requires. */
export const loginPolicies: Feature = {
  name: 'login-policies',
  migrations: loginPolicyMigrations,
  tables: ['login_policies'],
  facets: [loginPolicyFacet],
  handlers: (deps) => [adminService(deps), managementService(deps), authService(deps), settingsService(deps)],
}
