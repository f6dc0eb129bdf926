import type { EventBody } from '../../../kernel/facet.ts'
import { sessionTerminated } from '../events.ts'
import type { SessionState } from '../state.ts'

/** Ends a session, expired ones too; a session that does not exist or was ended needs no event. */
export function endSession(session: SessionState, cause?: string): readonly EventBody[] {
  if (session.kind !== 'live') return []
  return [sessionTerminated(cause === undefined ? {} : { cause })]
}
