import type { Feature } from '../manifest.ts'
import { loginPolicyMigrations } from './migrations.ts'
import { adminService } from './rpc/adminService.ts'
import { authService } from './rpc/authService.ts'
import { managementService } from './rpc/managementService.ts'
import { settingsService } from './rpc/settingsService.ts'
import { loginPolicyFacet } from './state.ts'
import { voidedFacet } from './voidedState.ts'

export { defaultLoginPolicyEvents } from './defaultLoginPolicy.ts'
export { loginPolicyEvents } from './events.ts'
export {
  type EffectiveLoginPolicy,
  effectiveLoginPolicy,
  type PolicyRules,
  policyOfUserSql,
  policyRulesOf,
  policyRulesSql,
  policySql,
} from './queries.ts'
export { type LoginPolicyState, loginPolicyFacet } from './state.ts'
export {
  latest,
  sinceUnderInstance,
  standingProofs,
  type Voided,
  type VoidedRows,
  voidedSql,
} from './voidedProofs.ts'
export { proofsVoided, voidedFacet } from './voidedState.ts'

/** The ways of logging in that an instance or organization allows and requires. */
export const loginPolicies: Feature = {
  name: 'login-policies',
  migrations: loginPolicyMigrations,
  tables: ['login_policies', 'login_policy_codes', 'voided_proofs'],
  facets: [loginPolicyFacet, voidedFacet],
  handlers: (deps) => [adminService(deps), managementService(deps), authService(deps), settingsService(deps)],
}
