import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { type LoginRules, loginRules } from './events.ts'
import type { LoginPolicyState } from './state.ts'

/** The columns that hold a policy's rules, by rule. */
export const ruleColumns = Object.keys(loginRules.shape).map((rule) => ({
  rule: rule as keyof LoginRules,
  column: rule.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
}))

/** One row per own policy, and one if it names recovery codes; factors without effect have none. */
export function loginPolicyRows({ policy }: LoginPolicyState, stream: StreamOrigin): IndexRows {
  if (policy === null) return { login_policies: [] }
  const rules: JsonObject = Object.fromEntries(
    ruleColumns.map(({ rule, column }) => [column, policy.rules[rule]]),
  )
  return {
    login_policies: [
      {
        ...rules,
        instance_id: stream.instanceId,
        owner: stream.id,
        is_default: stream.type === 'instance',
        second_factors: policy.factors.secondfactor,
        multi_factors: policy.factors.multifactor,
        created_at: policy.createdAt,
        changed_at: policy.changedAt,
        sequence: policy.sequence,
      },
    ],
    ...(policy.recoveryCodes !== undefined && {
      login_policy_codes: [
        { instance_id: stream.instanceId, owner: stream.id, recovery_codes: policy.recoveryCodes },
      ],
    }),
  }
}
