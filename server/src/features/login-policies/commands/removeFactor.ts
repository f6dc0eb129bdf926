import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { factorEvent, type LoginPolicyEvent, type PolicyFactor } from '../events.ts'
import { hasFactor, impliesRecoveryCodes, type LoginPolicyState } from '../state.ts'

const notAllowed = refuse(
  'login_policy.factor_not_found',
  'not_found',
  'this level does not have the factor; remove an inherited one from the instance',
)

/**
 * Removes a factor from a level with all its repetitions; the list may become empty. Recovery codes are forbidden by this, also if the
 * level's policy never named them.
 */
export function removeFactor(
  state: LoginPolicyState,
  level: Level,
  factor: PolicyFactor,
): Decision<LoginPolicyEvent> {
  const removable =
    hasFactor(state, factor) || (factor.factor === 'recovery_code' && impliesRecoveryCodes(state))
  return removable ? [factorEvent(level, 'removed', factor)] : notAllowed
}
