import type { Reaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import { sessionTerminated } from '../sessions/events.ts'
import { accessTokenRevoked, oidcSessionRevoked, refreshTokenRevoked } from './events.ts'
import { revokeExchanged, revokeOfSession } from './jobs.ts'
import { oidcSessionFacet } from './state.ts'

/**
 * When a session ends by other than its expiry, its tokens are dead at once, because every use of them reads that event. A job
 * revokes them for good, in steps, before the events of the session are removed.
 */
const revokesTokens: Reaction<EventOf<typeof sessionTerminated>> = {
  on: [sessionTerminated],
  async react(tx, session, event) {
    if (event.payload.cause === 'expired') return
    const granted = await tx.close(session, 'oidc_sessions', 'session_id')
    if (granted > 0) tx.enqueue(revokeOfSession({ sessionId: session.id }))
  },
}

/** Tokens that were exchanged for those of a revoked grant are dead at once too; a job revokes them before its row is removed. */
const revokesExchanged: Reaction = {
  on: [accessTokenRevoked, refreshTokenRevoked, oidcSessionRevoked],
  async react(tx, grant) {
    const state = grant.state(oidcSessionFacet)
    if (state.kind === 'none' || state.revokedAt === null) return
    const exchanged = await tx.find(
      'select 1 as found from oidc_sessions where instance_id = $1 and exchanged_from @> array[$2::text] limit 1',
      [tx.instanceId, grant.id],
    )
    if (exchanged.length > 0) tx.enqueue(revokeExchanged({ oidcSessionId: grant.id }))
  },
}

/** The reactions of grants to the end of their session, and of the grants that they came from. */
export const oidcSessionReactions: readonly Reaction[] = [revokesTokens as Reaction, revokesExchanged]
