import type { MultiFactor, PolicyFactorName } from '../../../access/factorKinds.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { type LoginPolicyEvent, type LoginRules, loginPolicyEvents } from '../events.ts'
import { ownerMissing } from '../refusals.ts'
import type { LoginPolicyState } from '../state.ts'
import { checkRules } from './checkRules.ts'

const alreadyCustom = refuse(
  'login_policy.exists',
  'already_exists',
  'the organization already has a login policy of its own; update it instead',
)

/** A complete policy; nothing is inherited. */
export interface NewLoginPolicy {
  readonly rules: LoginRules
  readonly secondFactors: readonly PolicyFactorName[]
  readonly multiFactors: readonly MultiFactor[]
}

/** Adds an organization's own login policy. Repeated factors are listed repeatedly. */
export function addLoginPolicy(
  state: LoginPolicyState,
  { rules, secondFactors, multiFactors }: NewLoginPolicy,
): Decision<LoginPolicyEvent> {
  const invalid = checkRules(rules)
  if (invalid !== undefined) return invalid
  if (!state.exists) return ownerMissing
  if (state.policy !== null) return alreadyCustom
  const { added, secondfactor, multifactor } = loginPolicyEvents.org
  return [
    added(rules),
    ...secondFactors.map((factor) => secondfactor.added({ factor })),
    ...multiFactors.map((factor) => multifactor.added({ factor })),
  ]
}
