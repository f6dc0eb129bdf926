import type { Proof } from '../../access/assurance.ts'
import {
  type Authenticator,
  authenticators,
  factorNames,
  isFallback,
  type PolicyFactorName,
} from '../../access/factorKinds.ts'
import type { EffectiveLoginPolicy, LoginPolicyState } from '../login-policies/index.ts'

/** A kind of factor that a login policy can allow, or the right of a verified key to count as two. */
export type PolicyKind = Authenticator | 'verified_key'

/** Every policy kind. */
export const policyKinds: readonly PolicyKind[] = [...authenticators, 'verified_key']

type Rules = Pick<EffectiveLoginPolicy, 'multiFactors' | 'passwordlessAllowed' | 'recoveryCodes'> & {
  readonly secondFactors: readonly PolicyFactorName[]
}

const fallbacks = factorNames.filter(isFallback)

/** Returns the kinds that count under a policy. */
export function allowedKinds(policy: Rules): readonly PolicyKind[] {
  const own = [...policy.secondFactors, ...(policy.passwordlessAllowed ? (['passkey'] as const) : [])]
  return [
    ...new Set<PolicyKind>([
      ...own,
      ...(own.length > 0 && policy.recoveryCodes !== false ? fallbacks : []),
      ...(policy.multiFactors.includes('u2f_with_verification') ? (['verified_key'] as const) : []),
    ]),
  ]
}

/** Returns the kinds that count under a level's own policy; undefined if it has none. */
export function allowedKindsOf({ policy }: LoginPolicyState): readonly PolicyKind[] | undefined {
  if (policy === null) return undefined
  const { secondfactor: secondFactors, multifactor: multiFactors } = policy.factors
  const { passwordlessAllowed } = policy.rules
  const recoveryCodes = policy.recoveryCodes ?? null
  return allowedKinds({ secondFactors, multiFactors, passwordlessAllowed, recoveryCodes })
}

/**
 * Returns the kinds whose proofs a change takes away: those that counted before and do not count after. A fall-back's proofs are
 * lost with any kind, because nobody knows for which one it stood in.
 */
export function lostKinds(
  before: readonly PolicyKind[],
  after: readonly PolicyKind[],
): readonly PolicyKind[] {
  const lost = before.filter((kind) => !after.includes(kind))
  const takesFactors = lost.some((kind) => kind !== 'verified_key' && !isFallbackKind(kind))
  return before.filter((kind) => lost.includes(kind) || (takesFactors && isFallbackKind(kind)))
}

/** Whether a policy kind stands in for other factors; it is nobody's last factor. */
export function isFallbackKind(kind: PolicyKind): boolean {
  return kind !== 'verified_key' && isFallback(kind)
}

/** SQL by which a row `p` of `session_proofs` depends on a kind; an open challenge depends on none. */
export function leansOn(kind: PolicyKind): string {
  return kind === 'verified_key' ? 'p.user_verified' : `p.proved_at is not null and p.kind = '${kind}'`
}

/** Whether a session's proof depends on a kind. */
export function provesBy(kind: PolicyKind, proof: Pick<Proof, 'kind' | 'userVerified'>): boolean {
  return kind === 'verified_key' ? proof.userVerified === true : proof.kind === kind
}

/** SQL that selects rows of people under a policy: one organization's, or those of all organizations without an own policy. */
export function underPolicy(orgColumn: string, owner: { readonly org: boolean }): string {
  return owner.org
    ? `${orgColumn} = $2`
    : `$2 <> '' and not exists (
         select 1 from login_policies l where l.instance_id = $1 and l.owner = ${orgColumn} and not l.is_default)`
}
