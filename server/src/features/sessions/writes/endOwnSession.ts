import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Deps } from '../../manifest.ts'
import { endSession } from '../commands/endSession.ts'
import { sessionFacet } from '../state.ts'

/** A session and the user that it must be of. */
interface SessionOf {
  readonly instanceId: string
  readonly sessionId: string
  readonly userId: string
  readonly now: Date
  /** Who ends it; the user unless given. */
  readonly creator?: string
  readonly reason?: string | undefined
}

/**
 * Ends a session for its user, who has proved to be in it by other means than its token, or for somebody whose right was checked.
 * Another user's session, and one that does not exist any more, stays as it is.
 */
export async function endOwnSession({ log }: Pick<Deps, 'log'>, own: SessionOf): Promise<void> {
  const { instanceId, sessionId, userId, now, reason, creator = userId } = own
  const ref = { type: 'session', id: sessionId }
  await decideOn(log, { instanceId, creator, now, reason }, ref, (stream) => {
    const session = stream.state(sessionFacet)
    return session.kind === 'live' && session.user?.id === userId ? endSession(session) : []
  })
}
