import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { FactorList, Level } from '../events.ts'
import { hasFactor, type LoginPolicyState } from '../state.ts'
import { ownerMissing } from './refusals.ts'

const alreadyAllowed = refuse(
  'login_policy.factor_exists',
  'already_exists',
  'this level has the factor already; nothing is left to add',
)

/** Allows a factor at a level. No policy of the level's own is needed; without one the factor counts for nobody (factors notes §3.3). */
export function addFactor(
  state: LoginPolicyState,
  level: Level,
  list: FactorList,
  factor: string,
): Decision<EventBody> {
  if (!state.exists) return ownerMissing
  if (hasFactor(state, list, factor)) return alreadyAllowed
  return [{ type: `${level}.policy.login.${list}.added`, payload: { factor } }]
}
