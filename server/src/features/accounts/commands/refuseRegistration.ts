import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { EffectiveLoginPolicy } from '../../login-policies/index.ts'

const notAllowed = refuse(
  'user.registration_not_allowed',
  'failed_precondition',
  'the login policy of this organization lets nobody register; ask an administrator for an account',
)
const wayNotAllowed = refuse(
  'user.registration_way_not_allowed',
  'failed_precondition',
  'the login policy of this organization does not allow this way to log in; register with another one',
)

/** Refuses a person who registers themselves where the policy does not allow it, or a way to log in that it does not allow. */
export function refuseRegistration(
  policy: Pick<EffectiveLoginPolicy, 'allowRegister' | 'allowUsernamePassword' | 'passwordlessAllowed'>,
  { hasPassword }: { readonly hasPassword: boolean },
): Refusal | undefined {
  if (!policy.allowRegister) return notAllowed
  const isAllowed = hasPassword ? policy.allowUsernamePassword : policy.passwordlessAllowed
  return isAllowed ? undefined : wayNotAllowed
}
