import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { sameJson } from '../../../kernel/json.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { type LoginPolicyEvent, type LoginRules, loginPolicyEvents } from '../events.ts'
import { policyMissing } from '../refusals.ts'
import type { LoginPolicyState } from '../state.ts'
import { checkRules } from './checkRules.ts'

const unchanged = refuse(
  'login_policy.unchanged',
  'failed_precondition',
  'the login policy already has these values; send different ones',
)

/** Replaces all rules of a level's policy; its factors stay as they are. */
export function changeLoginPolicy(
  state: LoginPolicyState,
  level: Level,
  rules: LoginRules,
): Decision<LoginPolicyEvent> {
  const invalid = checkRules(rules)
  if (invalid !== undefined) return invalid
  if (state.policy === null) return policyMissing
  if (sameJson(state.policy.rules, rules)) return unchanged
  return [loginPolicyEvents[level].changed(rules)]
}
