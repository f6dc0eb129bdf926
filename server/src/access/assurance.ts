import { type Refusal, refuse } from '../kernel/refusal.ts'
import {
  beginsLogin,
  type FactorName,
  factorKind,
  factorNames,
  isFallback,
  ownKinds,
  secondFactors,
} from './factorKinds.ts'

/** One check that a session or token passed, beyond naming its user. */
export interface Proof {
  readonly kind: FactorName
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
  /** Names of the second factors that count. */
  readonly secondFactors: readonly string[]
  /** Names of the multi factors that count. */
  readonly multiFactors: readonly string[]
  readonly passwordlessAllowed: boolean
  /** False if the policy forbids kinds that stand in for others; else they are allowed wherever it allows one of these. */
  readonly recoveryCodes?: boolean | null
}

/** Seconds for which checks count again in later logins of the same browser; 0 means only in the login that made them. */
export interface CheckLifetimes {
  readonly password: number
  readonly external: number
  readonly secondFactor: number
  /** Of keys that prove two factors. */
  readonly multiFactor: number
}

/** How old proofs may be. Ages are counted at the beginning of the login, so that a slow person is not asked twice. */
export interface Freshness {
  /** The beginning of the login: proofs that were made since then always count. */
  readonly since: Date
  readonly lifetimes: CheckLifetimes
  /** Seconds that limit every lifetime (OpenID Connect Core `max_age`). */
  readonly maxAge?: number
}

/** Everything the decision depends on; nothing else is read. */
export interface AssuranceInput {
  readonly policy: AssurancePolicy
  /** Kinds of the person's READY factors. A proof by a factor that is no longer among them does not count. */
  readonly factors: readonly FactorName[]
  /** Those of `factors` that cannot be checked again, such as a set of codes that are all used. Their proofs count. */
  readonly usedUp?: readonly FactorName[]
  readonly proved: readonly Proof[]
  readonly kind: 'human' | 'machine'
  /** The time for which the level is decided. */
  readonly now: Date
  /** Only for logins on our pages. Without it a proof counts as long as its session lives, as the contract has it for APIs. */
  readonly freshness?: Freshness
}

type CountInput = Pick<AssuranceInput, 'policy' | 'factors' | 'freshness'>

/** The possible next steps: `check` lists set-up ways that would help, `enroll` kinds of which one must be set up first. */
export interface MissingSteps {
  /** True when no access is given before one of the steps is taken. */
  readonly required: boolean
  readonly check: readonly FactorName[]
  readonly enroll: readonly FactorName[]
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

/** Kinds that begin a login by themselves. */
const firstFactors = factorNames.filter(beginsLogin)

/**
 * The one evaluator of who may act with which assurance: API access and sessions call it and nothing
 * else. Access follows the wire contract (factors notes §6). The level follows NIST SP 800-63B and falls with time. More
 * proofs or factors never lower it; a disallowed or removed factor never counts.
 */
export function evaluate(input: AssuranceInput): Assurance {
  const counted = countedProofs(input)
  const kinds = new Set(counted.map((proof) => proof.kind))
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

/**
 * Returns the proofs that count: of a kind that the policy allows and, unless it is always allowed, that the person still has, and
 * not older than `freshness` allows. A fall-back also needs a password or provider before it, and a factor of the person's own that
 * it stands in for.
 */
export function countedProofs<Kept extends Proof>(
  input: CountInput & { readonly proved: readonly Kept[] },
): readonly Kept[] {
  const counted = input.proved.filter((proof) => counts(proof, input))
  return counted.some(isFirstFactor) ? counted : counted.filter(({ kind }) => !isFallback(kind))
}

function isFirstFactor({ kind }: Pick<Proof, 'kind'>): boolean {
  return factorKind(kind).aal2 === 'first factor'
}

/** Whether the effective policy lets this kind take part in a login at all. */
export function isAllowedKind(policy: AssurancePolicy, name: FactorName): boolean {
  switch (factorKind(name).allowedBy) {
    case 'always':
      return true
    case 'passwordless':
      return policy.passwordlessAllowed
    case 'secondFactors':
      return policy.secondFactors.includes(name)
    case 'fallback':
      return policy.recoveryCodes !== false && ownKinds.some((own) => isAllowedKind(policy, own))
  }
}

function counts(proof: Proof, input: CountInput): boolean {
  const { kind } = proof
  const { policy, freshness } = input
  const always = factorKind(kind).allowedBy === 'always' && isAllowedKind(policy, kind)
  return (always || has(kind, input)) && (freshness === undefined || isFresh(proof, policy, freshness))
}

/** Whether the person has set up a kind and it takes part in a login. */
function has(kind: FactorName, { policy, factors }: Pick<AssuranceInput, 'policy' | 'factors'>): boolean {
  if (!factors.includes(kind) || !isAllowedKind(policy, kind)) return false
  return !isFallback(kind) || ownKinds.some((own) => factors.includes(own) && isAllowedKind(policy, own))
}

function isFresh(proof: Proof, policy: AssurancePolicy, { since, lifetimes, maxAge }: Freshness): boolean {
  const lifetime = Math.min(lifetimes[lifetimeOf(proof, policy)], maxAge ?? Number.POSITIVE_INFINITY)
  return Date.parse(proof.at) >= since.getTime() - lifetime * 1000
}

/** Returns the name of the lifetime under which a proof falls. */
export function lifetimeOf(proof: Proof, policy: AssurancePolicy): keyof CheckLifetimes {
  if (proof.kind === 'password') return 'password'
  if (proof.kind === 'idp') return 'external'
  return provesTwoFactors(proof, policy) ? 'multiFactor' : 'secondFactor'
}

function provesTwoFactors({ kind, userVerified }: Proof, { multiFactors }: AssurancePolicy): boolean {
  return (
    factorKind(kind).phishingResistant &&
    userVerified === true &&
    multiFactors.includes('u2f_with_verification')
  )
}

function refusalFor(
  input: AssuranceInput,
  kinds: ReadonlySet<FactorName>,
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

function usableSecondFactors(input: AssuranceInput): FactorName[] {
  return secondFactors.filter((kind) => has(kind, input))
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
  const firstFactor = counted.some(isFirstFactor)
  const multiFactor = counted.filter(
    (proof) =>
      provesTwoFactors(proof, policy) || (firstFactor && factorKind(proof.kind).aal2 === 'possession'),
  )
  if (multiFactor.length === 0) return 1
  return multiFactor.some(({ kind, deviceBound }) => factorKind(kind).phishingResistant && deviceBound)
    ? 3
    : 2
}

function methodsOf(kinds: ReadonlySet<FactorName>, verifiedKey: boolean): string[] {
  const words = factorNames.filter((name) => kinds.has(name)).flatMap((name) => factorKind(name).amr ?? [])
  return [...new Set([...words, ...(kinds.size >= 2 || verifiedKey ? ['mfa'] : [])])]
}

function missingSteps(
  input: AssuranceInput,
  kinds: ReadonlySet<FactorName>,
  refusal: Refusal | undefined,
): MissingSteps {
  const seconds = usableSecondFactors(input)
  if (kinds.size === 0) {
    const firsts = firstFactors.filter((kind) => has(kind, input))
    return { required: true, check: firsts, enroll: [] }
  }
  const afterFirst = [...kinds].some((kind) => isFirstFactor({ kind }))
  const fallbacks = afterFirst ? factorNames.filter(isFallback) : []
  const candidates: FactorName[] = [...firstFactors, ...seconds, ...fallbacks]
  const check = candidates.filter(
    (kind) => !kinds.has(kind) && has(kind, input) && !input.usedUp?.includes(kind),
  )
  const enrollable = ownKinds.filter((kind) => isAllowedKind(input.policy, kind))
  const enroll = refusal?.code === mfaForced.code && check.length === 0 ? enrollable : []
  return { required: refusal !== undefined, check, enroll }
}
