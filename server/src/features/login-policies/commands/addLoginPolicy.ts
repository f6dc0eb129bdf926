import type { MultiFactor, SecondFactor } from '../../../access/factorKinds.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { LoginPolicyEvent, LoginRules } from '../events.ts'
import type { LoginPolicyState } from '../state.ts'
import { checkRules } from './checkRules.ts'
import { ownerMissing } from './refusals.ts'

const alreadyCustom = refuse(
  'login_policy.exists',
  'already_exists',
  'the organization has a login policy of its own already; update it instead',
)

/** A policy as an organization asks for it; nothing is inherited. */
export interface NewLoginPolicy {
  readonly rules: LoginRules
  readonly secondFactors: readonly SecondFactor[]
  readonly multiFactors: readonly MultiFactor[]
}

/** Gives an organization a login policy of its own; factors may be named repeatedly and are then listed so. */
export function addLoginPolicy(
  state: LoginPolicyState,
  { rules, secondFactors, multiFactors }: NewLoginPolicy,
): Decision<LoginPolicyEvent> {
  const invalid = checkRules(rules)
  if (invalid !== undefined) return invalid
  if (!state.exists) return ownerMissing
  if (state.policy !== null) return alreadyCustom
  return [
    { type: 'org.policy.login.added', payload: rules },
    ...secondFactors.map((factor) => ({
      type: 'org.policy.login.secondfactor.added' as const,
      payload: { factor },
    })),
    ...multiFactors.map((factor) => ({
      type: 'org.policy.login.multifactor.added' as const,
      payload: { factor },
    })),
  ]
}
