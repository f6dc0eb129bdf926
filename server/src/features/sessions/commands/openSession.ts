import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { isExpired, type LiveSession, type SessionState } from '../state.ts'

const unknown = refuse('session.not_found', 'not_found', 'no such session; it may have been ended')
const ended = refuse('session.terminated', 'failed_precondition', 'this session was ended; create a new one')
const expired = refuse(
  'session.expired',
  'failed_precondition',
  'the lifetime of this session is over; create a new one',
)

/** The session if it can still be changed at this instant. */
export function openSession(session: SessionState, now: Date): LiveSession | Refusal {
  if (session.kind === 'none') return unknown
  if (session.kind === 'terminated') return ended
  return isExpired(session, now) ? expired : session
}
