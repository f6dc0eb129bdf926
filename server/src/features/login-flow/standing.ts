import {
  type Assurance,
  type AssuranceInput,
  countedProofs,
  evaluate,
  type Freshness,
  isAllowedKind,
  lifetimeOf,
  type Proof,
} from '../../access/assurance.ts'
import {
  beginsLogin,
  type FactorName,
  factorKind,
  factorNames,
  isFallback,
} from '../../access/factorKinds.ts'
import type { FlowFacts, FlowPerson, FlowPolicy, FlowRequest } from './flowFacts.ts'
import type { Because } from './loginStep.ts'

/** Where a person stands in a login: their facts, and what of their session counts for this login. */
export interface Standing {
  readonly facts: FlowFacts
  readonly person: FlowPerson
  readonly policy: FlowPolicy
  /** The evaluator's input: without proofs by a password that the policy does not allow. */
  readonly input: AssuranceInput & { readonly freshness: Freshness }
  readonly counted: readonly Proof[]
  readonly assurance: Assurance
}

/** Milliseconds that a login without a request may take: proofs of this time count although their lifetime is 0. */
const loginDuration = 15 * 60_000

/** Judges the proofs of a person's session for this login. */
export function standingOf(facts: FlowFacts, person: FlowPerson): Standing {
  const { policy, session, now } = facts
  const allowed = (kind: FactorName) => kind !== 'password' || policy.allowUsernamePassword
  const own: FactorName[] = person.hasPassword ? ['password', ...person.factors] : [...person.factors]
  const input = {
    policy,
    factors: own.filter(allowed),
    usedUp: person.usedUp,
    proved: (session?.proofs ?? []).filter(({ kind }) => allowed(kind)),
    kind: person.kind,
    now,
    freshness: freshnessOf(facts),
  }
  return { facts, person, policy, input, counted: countedProofs(input), assurance: evaluate(input) }
}

function freshnessOf({ policy, request, now }: FlowFacts): Freshness {
  const maxAge = maxAgeOf(request)
  return {
    since: request ? new Date(request.arrivedAt) : new Date(now.getTime() - loginDuration),
    lifetimes: {
      password: policy.passwordCheckLifetime,
      external: policy.externalLoginCheckLifetime,
      secondFactor: policy.secondFactorCheckLifetime,
      multiFactor: policy.multiFactorCheckLifetime,
    },
    ...(maxAge !== undefined && { maxAge }),
  }
}

function maxAgeOf(request: FlowRequest | undefined): number | undefined {
  return request?.prompt.includes('login') ? 0 : request?.maxAge
}

/** Whether the client wants no page to be shown. */
export function isSilent(request: FlowRequest | undefined): boolean {
  return request?.prompt.includes('none') ?? false
}

/** The evaluator's decision after checks of these kinds in this order, at best: keys verify the person and cannot leave their device. */
export function assuranceAfter({ input }: Standing, kinds: readonly FactorName[]): Assurance {
  return evaluate(afterChecks(input, kinds))
}

/** Whether checks of these kinds give access, and the login keeps its first factor: a key replaces the proof of another key. */
export function isEnoughWith({ input }: Standing, kinds: readonly FactorName[]): boolean {
  const next = afterChecks(input, kinds)
  return evaluate(next).allowed && countedProofs(next).some((proof) => beginsLogin(proof.kind))
}

function afterChecks(input: Standing['input'], kinds: readonly FactorName[]): Standing['input'] {
  const at = input.now.toISOString()
  const proved = kinds.reduce<readonly Proof[]>((proofs, kind) => {
    const { field, phishingResistant } = factorKind(kind)
    const proof = { kind, at, ...(phishingResistant && { userVerified: true, deviceBound: true }) }
    return [...proofs.filter((other) => factorKind(other.kind).field !== field), proof]
  }, input.proved)
  return { ...input, factors: [...input.factors, ...kinds], proved }
}

/** Returns why the proofs of these kinds that the session has do not count any more; empty if it has none that is too old. */
export function tooOld(standing: Standing, of: (kind: FactorName) => boolean): readonly Because[] {
  const { facts, input, counted, policy } = standing
  const { freshness, ...always } = input
  const stale = countedProofs(always).filter((proof) => of(proof.kind) && !counted.includes(proof))
  if (stale.length === 0) return []
  if (facts.request?.prompt.includes('login')) return [{ rule: 'prompt_login', level: 'application' }]
  const limit = freshness.maxAge
  const lifetime = Math.min(...stale.map((proof) => freshness.lifetimes[lifetimeOf(proof, policy)]))
  if (limit !== undefined && limit < lifetime) {
    return [{ rule: 'max_age', level: 'application', values: { minutes: String(Math.ceil(limit / 60)) } }]
  }
  const rule = stale.some(({ kind }) => beginsLogin(kind)) ? 'first_factor_expired' : 'second_factor_expired'
  return [{ rule, level: policy.level, values: { hours: String(Math.round(lifetime / 3600)) } }]
}

/** Orders kinds by strength: those bound to the page, then others that are a possession, then the rest in the order of lists; fall-backs last. */
export function byStrength<Kind extends FactorName>(kinds: readonly Kind[]): readonly Kind[] {
  const rank = (kind: Kind) => {
    const { phishingResistant, aal2, allowedBy } = factorKind(kind)
    if (isFallback(kind)) return 4
    if (phishingResistant) return allowedBy === 'passwordless' ? 0 : 1
    return aal2 === 'possession' ? 2 : 3
  }
  return [...kinds].sort(
    (one, other) => rank(one) - rank(other) || factorNames.indexOf(one) - factorNames.indexOf(other),
  )
}

/** Returns the kind that the session has proved last, counted or not, else the strongest one. */
export function preferredOf<Kind extends FactorName>(
  { facts }: Standing,
  options: readonly [Kind, ...Kind[]],
): Kind {
  const [last] = [...(facts.session?.proofs ?? [])]
    .filter(({ kind }) => options.some((option) => option === kind))
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
  return options.find((option) => option === last?.kind) ?? options[0]
}

/** Whether the person could set up a factor of this kind during a login: it is allowed, and codes can be sent to them. */
export function canEnrol({ facts, policy }: Standing, kind: FactorName): boolean {
  if (!isAllowedKind(policy, kind) || isFallback(kind) || factorKind(kind).allowedBy === 'always')
    return false
  if (kind === 'otp_email') return facts.channels.mail
  return kind === 'otp_sms' ? facts.channels.sms : true
}
