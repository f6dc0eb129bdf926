import type { Authenticator } from '../../access/factorKinds.ts'
import type { EffectiveLoginPolicy, LoginPolicyState } from '../login-policies/index.ts'

/** Kinds of factors that a login policy can allow or not, and the right of a verified key to count as two. */
export type PolicyKind = Authenticator | 'verified_key'

type Rules = Pick<EffectiveLoginPolicy, 'secondFactors' | 'multiFactors' | 'passwordlessAllowed'>

/** What counts under a policy. */
export function allowedKinds(policy: Rules): readonly PolicyKind[] {
  return [
    ...new Set<PolicyKind>([
      ...policy.secondFactors,
      ...(policy.passwordlessAllowed ? (['passkey'] as const) : []),
      ...(policy.multiFactors.includes('u2f_with_verification') ? (['verified_key'] as const) : []),
    ]),
  ]
}

/** The same of a facet's own policy; undefined when its level has none. */
export function allowedKindsOf({ policy }: LoginPolicyState): readonly PolicyKind[] | undefined {
  if (policy === null) return undefined
  const { secondfactor: secondFactors, multifactor: multiFactors } = policy.factors
  return allowedKinds({ secondFactors, multiFactors, passwordlessAllowed: policy.rules.passwordlessAllowed })
}

/** What counted before and does not any more. */
export function lostKinds(
  before: readonly PolicyKind[],
  after: readonly PolicyKind[],
): readonly PolicyKind[] {
  return before.filter((kind) => !after.includes(kind))
}

/** How a session shows that it leans on a kind; `s` is a row of `sessions`. */
export const leansOn: Readonly<Record<PolicyKind, string>> = {
  totp: 's.totp_checked_at is not null',
  otp_sms: 's.otp_sms_checked_at is not null',
  otp_email: 's.otp_email_checked_at is not null',
  u2f: "s.webauthn_kind = 'u2f'",
  passkey: "s.webauthn_kind = 'passkey'",
  verified_key: 's.webauthn_user_verified',
}

/** All of them. */
export const policyKinds = Object.keys(leansOn) as PolicyKind[]

/** Sessions and factors of the people under a policy: of one organization, or of all without a policy of their own. */
export function underPolicy(orgColumn: string, owner: { readonly org: boolean }): string {
  return owner.org
    ? `${orgColumn} = $2`
    : `$2 <> '' and not exists (
         select 1 from login_policies l where l.instance_id = $1 and l.owner = ${orgColumn} and not l.is_default)`
}
