import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { FactorList, Level } from '../events.ts'
import { hasFactor, type LoginPolicyState } from '../state.ts'

const notAllowed = refuse(
  'login_policy.factor_not_found',
  'not_found',
  'this level does not have the factor; one that is inherited from the instance can only be removed there',
)

/** Disallows a factor at a level: every mention of it goes, and an empty list may remain. */
export function removeFactor(
  state: LoginPolicyState,
  level: Level,
  list: FactorList,
  factor: string,
): Decision<EventBody> {
  if (!hasFactor(state, list, factor)) return notAllowed
  return [{ type: `${level}.policy.login.${list}.removed`, payload: { factor } }]
}
