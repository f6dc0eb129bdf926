import type { Facet, Recorded } from '../../kernel/facet.ts'
import { type SessionEvent, sessionEvents, type UserAgent } from './events.ts'
import { type OtpKind, otpFactor, type SessionFactor } from './factor.ts'
import { sessionRows } from './rows.ts'

/** When a factor was proved, ISO 8601. */
type Checked = { readonly checkedAt: string }

/** The factors that a session has proved and that still count on it. */
export type CheckedFactors = {
  readonly password?: Checked
  readonly intent?: Checked
  readonly totp?: Checked
  readonly otpSms?: Checked
  readonly otpEmail?: Checked
  readonly webAuthN?: Checked & {
    readonly tokenId: string
    readonly kind: 'u2f' | 'passkey'
    readonly userVerified: boolean
    readonly deviceBound: boolean
  }
}

/** A code that was asked for and not used yet; its plain text is the secret `secretId` of the session. */
export type OtpChallenge = {
  readonly secretId: string
  readonly expiresAt: string
  readonly returned: boolean
}

/** An assertion that was asked for and not given yet. */
export type WebAuthNChallenge = {
  readonly challenge: string
  readonly rpId: string
  /** The only origin that may answer; null for any of the relying party's. */
  readonly origin: string | null
  readonly allowedCredentials: readonly string[]
  readonly userVerification: 'required' | 'preferred' | 'discouraged'
  readonly expiresAt: string
}

/** Open challenges, at most one of each kind: a new one replaces the old. */
export type OpenChallenges = {
  readonly webAuthN?: WebAuthNChallenge
  readonly otpSms?: OtpChallenge
  readonly otpEmail?: OtpChallenge
}

/** A session that was not ended; it may have expired (`isExpired`). */
export type LiveSession = {
  readonly kind: 'live'
  readonly creator: string
  readonly userAgent: UserAgent | null
  readonly user: (Checked & { readonly id: string; readonly orgId: string }) | null
  readonly factors: CheckedFactors
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

/** What a session has proved about its user, and by which factors. */
export const sessionFacet: Facet<SessionState> = {
  name: 'session',
  streams: ['session'],
  events: sessionEvents,
  initial,
  evolve: (state, event) => evolve(state, event as Recorded<SessionEvent>),
  rows: sessionRows,
  secrets: secretsOf,
}

/** Whether the session's lifetime is over at this instant. */
export function isExpired(session: LiveSession, now: Date): boolean {
  return session.expiresAt !== null && new Date(session.expiresAt) <= now
}

/** The open challenge of a channel. */
export function otpChallengeOf(session: LiveSession, kind: OtpKind): OtpChallenge | undefined {
  return session.challenges[otpFactor(kind)]
}

function secretsOf(state: SessionState): readonly string[] {
  if (state.kind !== 'live') return []
  const { otpSms, otpEmail } = state.challenges
  return [state.tokenId, otpSms?.secretId, otpEmail?.secretId].filter((id) => typeof id === 'string')
}

function evolve(state: SessionState, event: Recorded<SessionEvent>): SessionState {
  if (event.type === 'session.added') {
    return {
      kind: 'live',
      creator: event.creator,
      userAgent: event.payload.userAgent ?? null,
      user: null,
      factors: {},
      challenges: {},
      tokenId: null,
      metadata: {},
      expiresAt: null,
      changedAt: event.createdAt,
      sequence: event.sequence,
    }
  }
  if (state.kind !== 'live') return state
  if (event.type === 'session.terminated') return { kind: 'terminated' }
  const next = change(state, event)
  return next === state ? state : { ...next, changedAt: event.createdAt, sequence: event.sequence }
}

function change(session: LiveSession, event: Recorded<SessionEvent>): LiveSession {
  const checkedAt = event.createdAt
  switch (event.type) {
    case 'session.user.checked':
      return { ...session, user: { id: event.payload.userId, orgId: event.payload.userOrgId, checkedAt } }
    case 'session.password.checked':
      return checked(session, 'password', { checkedAt })
    case 'session.intent.checked':
      return checked(session, 'intent', { checkedAt })
    case 'session.totp.checked':
      return checked(session, 'totp', { checkedAt })
    case 'session.otp.sms.checked':
      return checked(session, 'otpSms', { checkedAt })
    case 'session.otp.email.checked':
      return checked(session, 'otpEmail', { checkedAt })
    case 'session.webAuthN.checked':
      return checked(session, 'webAuthN', { ...event.payload, checkedAt })
    case 'session.webAuthN.challenged':
      return { ...session, challenges: { ...session.challenges, webAuthN: event.payload } }
    case 'session.otp.sms.challenged':
      return { ...session, challenges: { ...session.challenges, otpSms: event.payload } }
    case 'session.otp.email.challenged':
      return { ...session, challenges: { ...session.challenges, otpEmail: event.payload } }
    case 'session.token.set':
      return { ...session, tokenId: event.payload.tokenId }
    case 'session.metadata.set':
      return { ...session, metadata: event.payload.metadata }
    case 'session.lifetime.set':
      return { ...session, expiresAt: event.payload.expiresAt }
    case 'session.factor.removed':
      return without(session, event.payload.factor)
    default:
      return session
  }
}

/** A passed check ends the challenge that it answered. */
function checked<Factor extends SessionFactor>(
  session: LiveSession,
  factor: Factor,
  proof: NonNullable<CheckedFactors[Factor]>,
): LiveSession {
  const { factors, challenges } = without(session, factor)
  return { ...session, factors: { ...factors, [factor]: proof }, challenges }
}

function without(session: LiveSession, factor: SessionFactor): LiveSession {
  const { [factor]: _proof, ...factors } = session.factors
  if (factor !== 'webAuthN' && factor !== 'otpSms' && factor !== 'otpEmail') return { ...session, factors }
  const { [factor]: _challenge, ...challenges } = session.challenges
  return { ...session, factors, challenges }
}
