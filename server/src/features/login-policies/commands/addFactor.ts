import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { factorEvent, type LoginPolicyEvent, type PolicyFactor } from '../events.ts'
import { ownerMissing } from '../refusals.ts'
import { hasFactor, type LoginPolicyState } from '../state.ts'

const alreadyAllowed = refuse(
  'login_policy.factor_exists',
  'already_exists',
  'this factor is already allowed at this level; add another one',
)

/** Allows a factor at a level. Without a policy of the level's own the factor has no effect (factors notes §3.3). */
export function addFactor(
  state: LoginPolicyState,
  level: Level,
  factor: PolicyFactor,
): Decision<LoginPolicyEvent> {
  if (!state.exists) return ownerMissing
  return hasFactor(state, factor) ? alreadyAllowed : [factorEvent(level, 'added', factor)]
}
