import type { Decision } from '../../../kernel/facet.ts'
import { type LoginPolicyEvent, loginPolicyEvents } from '../events.ts'
import { policyMissing } from '../refusals.ts'
import type { LoginPolicyState } from '../state.ts'

/** Removes an organization's own policy with all factors, so that the instance's policy takes effect. */
export function resetLoginPolicy(state: LoginPolicyState): Decision<LoginPolicyEvent> {
  return state.policy === null ? policyMissing : [loginPolicyEvents.org.removed()]
}
