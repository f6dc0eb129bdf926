import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { factorEvent, type LoginPolicyEvent, type PolicyFactor } from '../events.ts'
import { hasFactor, type LoginPolicyState } from '../state.ts'

const notAllowed = refuse(
  'login_policy.factor_not_found',
  'not_found',
  'this level does not have the factor; remove an inherited one from the instance',
)

/** Removes a factor from a level with all its repetitions; the list may become empty. */
export function removeFactor(
  state: LoginPolicyState,
  level: Level,
  factor: PolicyFactor,
): Decision<LoginPolicyEvent> {
  return hasFactor(state, factor) ? [factorEvent(level, 'removed', factor)] : notAllowed
}
