import { type Refusal, refuse } from '../kernel/refusal.ts'

/** What a person can prove: knowledge (password), possession, or a login at another provider. */
export type ProofMethod = 'password' | 'totp' | 'otp_sms' | 'otp_email' | 'u2f' | 'passkey' | 'idp'

/** One check that a session or token passed, beyond naming its user. */
export interface Proof {
  readonly method: ProofMethod
  /** ISO 8601, UTC. */
  readonly at: string
  /** WebAuthn only: the authenticator verified the person, by PIN or biometrics. */
  readonly userVerified?: boolean
  /** WebAuthn only: the key cannot leave its device (not backup eligible); synced keys never give AAL3. */
  readonly deviceBound?: boolean
}

/** The parts of the effective login policy that decide about assurance; names as in the table `login_policies`. */
export interface AssurancePolicy {
  readonly forceMfa: boolean
  readonly forceMfaLocalOnly: boolean
  /** Allowed second factors: `totp`, `u2f`, `otp_sms`, `otp_email`. */
  readonly secondFactors: readonly string[]
  /** Allowed multi factors: `u2f_with_verification`. */
  readonly multiFactors: readonly string[]
  readonly passwordlessAllowed: boolean
  /** Off unless set: e-mail is no out-of-band authenticator (NIST SP 800-63B-4 §3.1.3.1). */
  readonly emailCountsForAal2?: boolean
}

/** Everything the decision depends on; nothing else is read. */
export interface AssuranceInput {
  readonly policy: AssurancePolicy
  /** Kinds of the person's READY factors. A proof by a factor that is no longer among them does not count. */
  readonly factors: readonly ProofMethod[]
  readonly proved: readonly Proof[]
  readonly kind: 'human' | 'machine'
  /** The instant for which the level is asked. */
  readonly now: Date
}

/** What may be done next; `check` lists set-up ways that would help, `enroll` what must be set up because nothing is. */
export interface MissingSteps {
  /** True when no access is given before one of the steps is taken. */
  readonly required: boolean
  readonly check: readonly ProofMethod[]
  readonly enroll: readonly ProofMethod[]
}

/** NIST SP 800-63B authenticator assurance level; 0 when nothing that counts was proved. */
export type AssuranceLevel = 0 | 1 | 2 | 3

/** The decision; `refusal` says why when not allowed. */
export interface Assurance {
  readonly allowed: boolean
  readonly refusal?: Refusal
  readonly aal: AssuranceLevel
  /** Authentication context class, `urn:sallyport:aal:<level>`. */
  readonly acr: string
  /** Authentication methods (RFC 8176): `pwd`, `otp`, `user`, and `mfa` for two kinds or one verified key. */
  readonly amr: readonly string[]
  /** How many different kinds were proved that count under the policy. */
  readonly distinctKinds: number
  readonly missing: MissingSteps
}

const noCheck = refuse(
  'assurance.no_check',
  'permission_denied',
  'this session proved nothing yet; check a password, passkey or other factor on it first',
)
const secondFactorRequired = refuse(
  'assurance.second_factor_required',
  'permission_denied',
  'this user has a second factor; check it on the session first',
)
const mfaForced = refuse(
  'assurance.mfa_forced',
  'permission_denied',
  'the login policy demands a second factor; set one up and check it on the session first',
)

const secondFactorKinds = ['totp', 'u2f', 'otp_sms', 'otp_email'] as const satisfies readonly ProofMethod[]
const firstFactorKinds = ['password', 'passkey', 'idp'] as const satisfies readonly ProofMethod[]

/**
 * The one evaluator of who may act with which assurance: API access, sessions, hosted login and token endpoint ask
 * it and nothing else. Access follows the wire contract (notes on factors §6); the level is computed apart from it
 * after NIST SP 800-63B and falls with time. More proofs or factors never lower it; a disallowed or removed factor never counts.
 */
export function evaluate(input: AssuranceInput): Assurance {
  const counted = input.proved.filter((proof) => counts(proof, input))
  const kinds = new Set(counted.map((proof) => proof.method))
  const verifiedKey = counted.some((proof) => provesTwoFactors(proof, input.policy))
  const refusal = refusalFor(input, kinds, verifiedKey)
  const aal = levelOf(counted, input)
  return {
    allowed: refusal === undefined,
    ...(refusal === undefined ? {} : { refusal }),
    aal,
    acr: `urn:sallyport:aal:${aal}`,
    amr: methodsOf(kinds, verifiedKey),
    distinctKinds: kinds.size,
    missing: missingSteps(input, kinds, refusal),
  }
}

/** Whether the effective policy lets this kind take part in a login at all. */
export function isAllowedKind(policy: AssurancePolicy, kind: ProofMethod): boolean {
  switch (kind) {
    case 'password':
    case 'idp':
      return true
    case 'passkey':
      return policy.passwordlessAllowed
    case 'totp':
    case 'u2f':
    case 'otp_sms':
    case 'otp_email':
      return policy.secondFactors.includes(kind)
  }
}

function counts(proof: Proof, { policy, factors }: AssuranceInput): boolean {
  const removable = proof.method !== 'password' && proof.method !== 'idp'
  return isAllowedKind(policy, proof.method) && (!removable || factors.includes(proof.method))
}

function provesTwoFactors(proof: Proof, policy: AssurancePolicy): boolean {
  return isKey(proof) && proof.userVerified === true && policy.multiFactors.includes('u2f_with_verification')
}

function isKey(proof: Proof): boolean {
  return proof.method === 'u2f' || proof.method === 'passkey'
}

function refusalFor(
  input: AssuranceInput,
  kinds: ReadonlySet<ProofMethod>,
  verifiedKey: boolean,
): Refusal | undefined {
  if (kinds.size === 0) return noCheck
  if (input.kind === 'machine' || verifiedKey || kinds.size >= 2) return undefined
  if (usableSecondFactors(input).length > 0) return secondFactorRequired
  return isForced(input.policy, kinds.has('idp')) ? mfaForced : undefined
}

function isForced(policy: AssurancePolicy, byProvider: boolean): boolean {
  return byProvider
    ? policy.forceMfa && !policy.forceMfaLocalOnly
    : policy.forceMfa || policy.forceMfaLocalOnly
}

function usableSecondFactors({ policy, factors }: AssuranceInput): ProofMethod[] {
  return secondFactorKinds.filter((kind) => factors.includes(kind) && isAllowedKind(policy, kind))
}

const hour = 3_600_000
/** How long a proof lifts the level (NIST SP 800-63B-4 §2.2.3, §2.3.3); access and AAL1 last as long as the session. */
const lifetimes = { 2: 24 * hour, 3: 12 * hour } as const

function levelOf(counted: readonly Proof[], { policy, now }: AssuranceInput): AssuranceLevel {
  if (counted.length === 0) return 0
  const within = (level: 2 | 3) =>
    counted.filter(({ at }) => now.getTime() - new Date(at).getTime() < lifetimes[level])
  if (highestOf(within(3), policy) === 3) return 3
  return highestOf(within(2), policy) >= 2 ? 2 : 1
}

/** The level that proofs of one login reach, their age aside. */
function highestOf(counted: readonly Proof[], policy: AssurancePolicy): 1 | 2 | 3 {
  const firstFactor = counted.some((proof) => proof.method === 'password' || proof.method === 'idp')
  const multiFactor = counted.filter(
    (proof) => provesTwoFactors(proof, policy) || (firstFactor && provesPossession(proof, policy)),
  )
  if (multiFactor.length === 0) return 1
  return multiFactor.some((proof) => isKey(proof) && proof.deviceBound === true) ? 3 : 2
}

function provesPossession(proof: Proof, policy: AssurancePolicy): boolean {
  if (proof.method === 'password' || proof.method === 'idp') return false
  return proof.method !== 'otp_email' || policy.emailCountsForAal2 === true
}

function methodsOf(kinds: ReadonlySet<ProofMethod>, verifiedKey: boolean): string[] {
  const methods: string[] = []
  if (kinds.has('password')) methods.push('pwd')
  if (kinds.has('totp') || kinds.has('otp_sms') || kinds.has('otp_email')) methods.push('otp')
  if (kinds.has('u2f') || kinds.has('passkey')) methods.push('user')
  if (kinds.size >= 2 || verifiedKey) methods.push('mfa')
  return methods
}

function missingSteps(
  input: AssuranceInput,
  kinds: ReadonlySet<ProofMethod>,
  refusal: Refusal | undefined,
): MissingSteps {
  const seconds = usableSecondFactors(input)
  if (kinds.size === 0) {
    const firsts = firstFactorKinds.filter((k) => input.factors.includes(k) && isAllowedKind(input.policy, k))
    return { required: true, check: firsts, enroll: [] }
  }
  const candidates: ProofMethod[] = [...firstFactorKinds, ...seconds]
  const check = candidates.filter(
    (kind) => !kinds.has(kind) && input.factors.includes(kind) && isAllowedKind(input.policy, kind),
  )
  const enrollable = [...secondFactorKinds, 'passkey' as const].filter((k) => isAllowedKind(input.policy, k))
  const enroll = refusal?.code === mfaForced.code && check.length === 0 ? enrollable : []
  return { required: refusal !== undefined, check, enroll }
}
