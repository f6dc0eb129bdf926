import type { Reaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import { sessionTerminated } from '../sessions/events.ts'
import { revokeOfSession } from './jobs.ts'

/**
 * When a session ends by other than its expiry, its tokens are dead at once, because every use of them reads that event. A job
 * revokes them for good, in steps, before the events of the session are removed.
 */
const revokesTokens: Reaction<EventOf<typeof sessionTerminated>> = {
  on: [sessionTerminated],
  async react(tx, session, event) {
    if (event.payload.cause === 'expired') return
    const granted = await tx.find(
      'select 1 as found from oidc_sessions where instance_id = $1 and session_id = $2 limit 1',
      [tx.instanceId, session.id],
    )
    if (granted.length > 0) tx.enqueue(revokeOfSession({ sessionId: session.id }))
  },
}

/** The reactions of grants to the end of their session. */
export const oidcSessionReactions: readonly Reaction[] = [revokesTokens as Reaction]
