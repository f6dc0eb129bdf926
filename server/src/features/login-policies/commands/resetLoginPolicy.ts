import type { Decision } from '../../../kernel/facet.ts'
import type { LoginPolicyEvent } from '../events.ts'
import type { LoginPolicyState } from '../state.ts'
import { policyMissing } from './refusals.ts'

/** Ends an organization's own policy and drops its factors, unused ones too: the instance's policy counts from now on. */
export function resetLoginPolicy(state: LoginPolicyState): Decision<LoginPolicyEvent> {
  return state.policy === null ? policyMissing : [{ type: 'org.policy.login.removed', payload: {} }]
}
