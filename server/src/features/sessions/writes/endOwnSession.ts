import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Deps } from '../../manifest.ts'
import { endSession } from '../commands/endSession.ts'
import { sessionFacet } from '../state.ts'

/**
 * Ends a session for its user, who has proved to be in it by other means than its token. Another user's session, and one that
 * does not exist any more, stays as it is.
 */
export async function endOwnSession(
  { log }: Pick<Deps, 'log'>,
  own: {
    readonly instanceId: string
    readonly sessionId: string
    readonly userId: string
    readonly now: Date
  },
): Promise<void> {
  const { instanceId, sessionId, userId, now } = own
  const ref = { type: 'session', id: sessionId }
  await decideOn(log, { instanceId, creator: userId, now }, ref, (stream) => {
    const session = stream.state(sessionFacet)
    return session.kind === 'live' && session.user?.id === userId ? endSession(session) : []
  })
}
