import type { MultiFactor, SecondFactor } from '../../access/factorKinds.ts'
import type { Source } from '../../database/search.ts'
import { defaultMultiFactors, defaultRules, defaultSecondFactors } from './defaultLoginPolicy.ts'
import type { LoginRules } from './events.ts'
import { ruleColumns } from './rows.ts'

/** The login policy that is in effect for an organization, and its owner. */
export interface EffectiveLoginPolicy extends LoginRules {
  readonly secondFactors: readonly SecondFactor[]
  readonly multiFactors: readonly MultiFactor[]
  /** Whether it allows recovery codes; null if it never named them, which allows them (ADR 32). */
  readonly recoveryCodes: boolean | null
  /** True if the policy is the instance's. */
  readonly isDefault: boolean
  /** The organization's id or the instance's. */
  readonly owner: string
  readonly sequence: number
  /** ISO 8601. */
  readonly createdAt: string
  readonly changedAt: string
}

interface PolicyRow extends LoginRules {
  readonly secondFactors: readonly SecondFactor[]
  readonly multiFactors: readonly MultiFactor[]
  readonly recoveryCodes: boolean | null
  readonly isDefault: boolean
  readonly owner: string
  readonly sequence: string
  readonly createdAt: string
  readonly changedAt: string
}

/** Whether a policy allows recovery codes, apart from its row because few policies name them. */
const recoveryCodesSql = `(select c.recovery_codes from login_policy_codes c
    where c.instance_id = l.instance_id and c.owner = l.owner)`
const rules = ruleColumns.map(({ rule, column }) => `${column} as "${rule}"`).join(', ')
const statement = `
  select ${rules}, second_factors as "secondFactors", multi_factors as "multiFactors",
         ${recoveryCodesSql} as "recoveryCodes", owner,
         is_default as "isDefault", sequence, created_at as "createdAt", changed_at as "changedAt"
    from login_policies l
   where instance_id = $1 and ((owner = $2 and not is_default) or (owner = $1 and is_default))
   order by is_default limit 1`
/** SQL that selects the effective policy of an organization in the instance `i`, by the SQL of its id. */
export const policySql = (orgId: string) => `
  select l.*, ${recoveryCodesSql} as recovery_codes from login_policies l
   where l.instance_id = i.instance_id
     and ((l.owner = ${orgId} and not l.is_default) or (l.owner = i.instance_id and l.is_default))
   order by l.is_default limit 1`
/** SQL that selects the effective policy of the organization of a user `u` in the instance `i`. */
export const policyOfUserSql = policySql('u.org_id')

/** The members of a policy that decide about logins. */
export type PolicyRules = Pick<
  EffectiveLoginPolicy,
  keyof LoginRules | 'secondFactors' | 'multiFactors' | 'recoveryCodes' | 'isDefault'
>

/** SQL for the `PolicyRules` of a row of `login_policies` as JSON; null without a row. */
export const policyRulesSql = (alias: string) =>
  `case when ${alias}.owner is not null then json_build_object(${[
    ...ruleColumns,
    { rule: 'secondFactors', column: 'second_factors' },
    { rule: 'multiFactors', column: 'multi_factors' },
    { rule: 'recoveryCodes', column: 'recovery_codes' },
    { rule: 'isDefault', column: 'is_default' },
  ]
    .map(({ rule, column }) => `'${rule}', ${alias}.${column}`)
    .join(', ')}) end`

/** Returns the rules that `policyRulesSql` has read, else the product's. */
export function policyRulesOf(row: PolicyRules | null): PolicyRules {
  return row ?? productRules
}

const productRules: PolicyRules = {
  ...defaultRules,
  secondFactors: defaultSecondFactors,
  multiFactors: defaultMultiFactors,
  recoveryCodes: null,
  isDefault: true,
}

const never = '1970-01-01T00:00:00.000Z'

/** Reads the organization's own policy, else the instance's, never a mixture; `orgId` '' reads the instance's. */
export async function effectiveLoginPolicy(
  source: Source,
  instanceId: string,
  orgId: string,
): Promise<EffectiveLoginPolicy> {
  const [row] = await source.find<PolicyRow>(statement, [instanceId, orgId])
  if (row !== undefined) return { ...row, sequence: Number(row.sequence) }
  return {
    ...productRules,
    owner: instanceId,
    sequence: 0,
    createdAt: never,
    changedAt: never,
  }
}
