import type { Factor, ProofPayload } from '../../access/factor.ts'
import { type FactorField, type FactorName, factorKind } from '../../access/factorKinds.ts'
import type { EventDefinition, EventOf } from '../../kernel/events.ts'
import type { EventBody, Facet, Recorded } from '../../kernel/facet.ts'
import type { JsonObject } from '../../kernel/json.ts'
import {
  type SessionEvent,
  sessionAdded,
  sessionEvents,
  sessionFactorRemoved,
  sessionLifetimeSet,
  sessionMetadataSet,
  sessionTerminated,
  sessionTokenSet,
  sessionUserChecked,
  type UserAgent,
} from './events.ts'
import { factors } from './factors.ts'
import { sessionRows } from './rows.ts'

/** A proof that still counts on the session; at most one of each field. */
export type SessionProof = {
  readonly kind: FactorName
  /** ISO 8601. */
  readonly at: string
  /** The credential that proved it, for kinds of which a person may have several. */
  readonly tokenId?: string
  readonly userVerified?: boolean
  readonly deviceBound?: boolean
}

/** Payloads of open challenges, at most one of each field; a new one replaces the old. */
export type OpenChallenges = { readonly [field in FactorField]?: JsonObject }

/** A session that was not ended; it may have expired (`isExpired`). */
export type LiveSession = {
  readonly kind: 'live'
  readonly creator: string
  readonly userAgent: UserAgent | null
  readonly user: { readonly id: string; readonly orgId: string; readonly checkedAt: string } | null
  readonly proofs: readonly SessionProof[]
  readonly challenges: OpenChallenges
  readonly tokenId: string | null
  /** Values in base64. */
  readonly metadata: { readonly [key: string]: string }
  /** ISO 8601; null: never. */
  readonly expiresAt: string | null
  /** Of the last event. */
  readonly changedAt: string
  readonly sequence: number
}

/** A session that never was, is, or was ended. */
export type SessionState = { readonly kind: 'none' } | LiveSession | { readonly kind: 'terminated' }

const initial: SessionState = { kind: 'none' }

/** The factors that a session has proved for its user. */
export const sessionFacet: Facet<SessionState, EventBody> = {
  name: 'session',
  streams: ['session'],
  events: [...sessionEvents, ...factors.flatMap(({ session }) => Object.values(session))],
  initial,
  evolve,
  rows: sessionRows,
  secrets: secretsOf,
}

/** Whether the session's lifetime is over at this instant. */
export function isExpired(session: LiveSession, now: Date): boolean {
  return session.expiresAt !== null && new Date(session.expiresAt) <= now
}

/** Returns the open challenge that an event of this type opened. */
export function openChallenge<Payload extends JsonObject>(
  session: SessionState,
  challenged: EventDefinition<string, Payload>,
): Payload | undefined {
  const field = challengers.get(challenged.type)
  if (session.kind !== 'live' || field === undefined) return undefined
  return session.challenges[field] as Payload | undefined
}

const checkers = new Map(factors.map((factor) => [factor.session.checked.type, factor]))
const failures = new Map(
  factors.flatMap(({ field, session }) => (session.failed ? [[session.failed.type, field]] : [])),
)
const challengers = new Map(
  factors.flatMap(({ field, session }) => (session.challenged ? [[session.challenged.type, field]] : [])),
)

function secretsOf(state: SessionState): readonly string[] {
  if (state.kind !== 'live') return []
  const challenged = Object.values(state.challenges).map(({ secretId }) => secretId)
  return [state.tokenId, ...challenged].filter((id) => typeof id === 'string')
}

function evolve(state: SessionState, event: Recorded): SessionState {
  if (event.type === sessionAdded.type) {
    return {
      kind: 'live',
      creator: event.creator,
      userAgent: (event.payload as EventOf<typeof sessionAdded>['payload']).userAgent ?? null,
      user: null,
      proofs: [],
      challenges: {},
      tokenId: null,
      metadata: {},
      expiresAt: null,
      changedAt: event.createdAt,
      sequence: event.sequence,
    }
  }
  if (state.kind !== 'live') return state
  if (event.type === sessionTerminated.type) return { kind: 'terminated' }
  const next = change(state, event)
  return next === state ? state : { ...next, changedAt: event.createdAt, sequence: event.sequence }
}

function change(session: LiveSession, recorded: Recorded): LiveSession {
  const factor = checkers.get(recorded.type)
  if (factor) return proved(session, factor, recorded)
  const field = challengers.get(recorded.type)
  if (field) return { ...session, challenges: { ...session.challenges, [field]: recorded.payload } }
  const answered = failures.get(recorded.type)
  if (answered) return { ...session, challenges: withoutChallenge(session, answered) }
  const event = recorded as Recorded<SessionEvent>
  switch (event.type) {
    case sessionUserChecked.type: {
      const { userId: id, userOrgId: orgId } = event.payload
      return { ...session, user: { id, orgId, checkedAt: event.createdAt } }
    }
    case sessionTokenSet.type:
      return { ...session, tokenId: event.payload.tokenId }
    case sessionMetadataSet.type:
      return { ...session, metadata: event.payload.metadata }
    case sessionLifetimeSet.type:
      return { ...session, expiresAt: event.payload.expiresAt }
    case sessionFactorRemoved.type:
      return without(session, event.payload.factor)
    default:
      return session
  }
}

/** A proof replaces one of the same field and ends the challenge that it completed. */
function proved(
  session: LiveSession,
  { field, kinds }: Factor,
  { payload, createdAt }: Recorded,
): LiveSession {
  const [only] = Object.keys(kinds) as FactorName[]
  const proof = { kind: only, ...payload, at: createdAt } as ProofPayload & SessionProof
  const rest = without(session, field)
  return { ...rest, proofs: [...rest.proofs, proof] }
}

function without(session: LiveSession, field: FactorField): LiveSession {
  const proofs = session.proofs.filter(({ kind }) => factorKind(kind).field !== field)
  return { ...session, proofs, challenges: withoutChallenge(session, field) }
}

function withoutChallenge({ challenges }: LiveSession, field: FactorField): OpenChallenges {
  const { [field]: _, ...others } = challenges
  return others
}

/** Whether an event records that a refused response has used up a challenge. */
export function isFailedResponse({ type }: EventBody): boolean {
  return failures.has(type)
}
