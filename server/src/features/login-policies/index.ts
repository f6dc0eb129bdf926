import type { Feature } from '../manifest.ts'
import { loginPolicyMigrations } from './migrations.ts'
import { adminHandlers } from './rpc/admin.ts'
import { authHandlers } from './rpc/auth.ts'
import { managementHandlers } from './rpc/management.ts'
import { settingsHandlers } from './rpc/settings.ts'
import { loginPolicyFacet } from './state.ts'

export { defaultLoginPolicyEvents } from './defaultLoginPolicy.ts'
export { type EffectiveLoginPolicy, effectiveLoginPolicy, policyOfUserSql } from './queries.ts'
export { type LoginPolicyState, loginPolicyFacet } from './state.ts'

/** Which ways of logging in an instance or organization allows and demands. */
export const loginPolicies: Feature = {
  name: 'login-policies',
  migrations: loginPolicyMigrations,
  tables: ['login_policies'],
  facets: [loginPolicyFacet],
  handlers: (deps) => [
    adminHandlers(deps),
    managementHandlers(deps),
    authHandlers(deps),
    settingsHandlers(deps),
  ],
}
