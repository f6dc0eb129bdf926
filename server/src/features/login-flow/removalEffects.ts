import { type FactorName, isFallback } from '../../access/factorKinds.ts'
import type { FlowFacts, FlowPerson, FlowSession } from './flowFacts.ts'
import type { LoginStep } from './loginStep.ts'
import { nextStep } from './nextStep.ts'

/** What the removal of a factor would do to the logins of its person. */
export interface RemovalEffects {
  /** False if no way to log in would be left. */
  readonly canLogIn: boolean
  /** Whether the next login would demand another second factor. */
  readonly mustEnrol: boolean
  /** Whether the account would have neither a second factor nor a passkey any more. */
  readonly losesLast: boolean
  readonly losesRecoveryCodes: boolean
  /** Whether this session would have to prove something again. */
  readonly endsLogin: boolean
}

/**
 * Decides what a login would demand without a factor. `isLastOfKind` is false while the person keeps another one of the kind,
 * whose proofs by this one are then taken to be theirs.
 */
export function removalEffects(facts: FlowFacts, kind: FactorName, isLastOfKind: boolean): RemovalEffects {
  const { person, session } = facts
  if (person === undefined) throw new Error('a factor without a person')
  const left = isLastOfKind ? person.factors.filter((other) => other !== kind) : person.factors
  const losesLast = !left.some((other) => !isFallback(other))
  const factors = losesLast ? [] : left
  const proofs = (session?.proofs ?? []).filter((proof) => !isLastOfKind || proof.kind !== kind)
  const step = (stepSession: FlowSession | undefined) => stepWith(facts, { ...person, factors }, stepSession)
  const next = step(everyProof({ ...person, factors }, facts.now))
  return {
    canLogIn: !isDeadEnd(step(undefined)) && next.kind !== 'refused',
    mustEnrol: next.kind === 'enrol' && !next.skippable,
    losesLast,
    losesRecoveryCodes: losesLast && person.factors.some(isFallback),
    endsLogin: !isIn(step(session && { ...session, proofs })),
  }
}

/** The step of a login without a request, whatever else the person would have to do in it. */
function stepWith(facts: FlowFacts, person: FlowPerson, session: FlowSession | undefined): LoginStep {
  const settled = { ...person, emailVerified: true, passwordChangeRequired: false }
  const passwordAge = { ...person.passwordAge, maxDays: 0 }
  return nextStep({
    ...facts,
    request: undefined,
    application: undefined,
    session,
    person: { ...settled, passwordAge },
  })
}

/** A session that has proved everything that the person can prove. */
function everyProof({ factors, hasPassword }: FlowPerson, now: Date): FlowSession {
  const kinds: readonly FactorName[] = hasPassword ? ['password', ...factors] : factors
  const at = now.toISOString()
  return {
    sessionId: '',
    proofs: kinds.map((kind) => ({ kind, at, userVerified: true, deviceBound: true })),
  }
}

function isDeadEnd({ kind }: LoginStep): boolean {
  return kind === 'refused' || kind === 'set_up_first'
}

function isIn(step: LoginStep): boolean {
  return step.kind === 'done' || (step.kind === 'enrol' && step.skippable)
}
