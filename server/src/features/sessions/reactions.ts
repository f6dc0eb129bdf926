import type { Reaction, Stream, Transaction } from '../../eventlog/types.ts'
import type { Recorded } from '../../kernel/facet.ts'
import { endSession } from './commands/endSession.ts'
import { type LostFactor, removeFactor } from './commands/removeFactor.ts'
import { endMissedSessions } from './jobs.ts'
import { sessionFacet } from './state.ts'

/** Events on a user that take a factor away, and the sessions that lean on it or are being challenged with it. */
const losses = {
  'user.human.password.changed': { factor: 'password', found: 'password_checked_at is not null' },
  'user.human.mfa.otp.removed': { factor: 'totp', found: 'totp_checked_at is not null' },
  'user.human.mfa.otp.sms.removed': {
    factor: 'otpSms',
    found: '(otp_sms_checked_at is not null or otp_sms_challenged)',
  },
  'user.human.phone.removed': {
    factor: 'otpSms',
    found: '(otp_sms_checked_at is not null or otp_sms_challenged)',
  },
  'user.human.mfa.otp.email.removed': {
    factor: 'otpEmail',
    found: '(otp_email_checked_at is not null or otp_email_challenged)',
  },
  'user.human.mfa.u2f.token.removed': { factor: 'webAuthN', found: 'webauthn_checked_at is not null' },
  'user.human.passwordless.token.removed': { factor: 'webAuthN', found: 'webauthn_checked_at is not null' },
} as const satisfies Record<string, { factor: LostFactor['factor']; found: string }>

/** Events on a user that end all its sessions; an automatic lock does not, or anyone could log others out. */
const endings = ['user.removed', 'user.deactivated', 'user.locked']

const lowersSessions: Reaction = {
  on: Object.keys(losses),
  async react(tx, user, event) {
    const { factor, found } = losses[event.type as keyof typeof losses]
    const { tokenId } = event.payload
    const lost = { factor, cause: event.type, ...(typeof tokenId === 'string' ? { tokenId } : {}) }
    for (const session of await sessionsOf(tx, user.id, found)) {
      const events = removeFactor(session.state(sessionFacet), lost)
      if (events.length > 0) await tx.append(session, events)
    }
  },
}

const endsSessions: Reaction = {
  on: endings,
  async react(tx, user, event) {
    if (!endsAll(event)) return
    await endSessionsOf(tx, user.id, event.type)
    tx.enqueue(endMissedSessions({ userId: user.id, cause: event.type, at: event.createdAt }))
  },
}

/** A removed factor lowers the sessions that it raised, a removed or stopped user loses them: in the same transaction. */
export const sessionReactions: readonly Reaction[] = [lowersSessions, endsSessions]

/** Ends the user's sessions that were bound to it up to `before` (ISO 8601; all of them without). */
export async function endSessionsOf(
  tx: Transaction,
  userId: string,
  cause: string,
  before?: string,
): Promise<void> {
  for (const session of await sessionsOf(tx, userId, 'true')) {
    const state = session.state(sessionFacet)
    const late = before !== undefined && state.kind === 'live' && (state.user?.checkedAt ?? '') > before
    const events = late ? [] : endSession(state, cause)
    if (events.length > 0) await tx.append(session, events)
  }
}

function endsAll(event: Recorded): boolean {
  return event.type !== 'user.locked' || event.payload.automatic !== true
}

async function sessionsOf(tx: Transaction, userId: string, found: string): Promise<readonly Stream[]> {
  const rows = await tx.find<{ session_id: string }>(
    `select session_id from sessions where instance_id = $1 and user_id = $2 and ${found}`,
    [tx.instanceId, userId],
  )
  return tx.loadAll(rows.map(({ session_id }) => ({ type: 'session', id: session_id })))
}
