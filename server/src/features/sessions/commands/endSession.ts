import type { SessionEvent } from '../events.ts'
import type { SessionState } from '../state.ts'

/** Ends a session, expired ones too; one that never was or was ended before needs nothing. */
export function endSession(session: SessionState, cause?: string): readonly SessionEvent[] {
  if (session.kind !== 'live') return []
  return [{ type: 'session.terminated', payload: cause === undefined ? {} : { cause } }]
}
