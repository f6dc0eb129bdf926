import type { Reaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import { hearsLogoutSql } from '../applications/index.ts'
import { sessionTerminated } from '../sessions/events.ts'
import { notifyClient } from './jobs.ts'

interface Notified {
  readonly client_id: string
  readonly user_id: string
  readonly issuer: string | null
}

/** The clients that got tokens from the session and have a URI for logout, in each issuer that they know. */
const notified = `select distinct t.client_id, t.user_id, t.issuer from oidc_sessions t
  join applications a on a.instance_id = t.instance_id and a.client_id = t.client_id
 where t.instance_id = $1 and t.session_id = $2 and ${hearsLogoutSql('a')}
 limit 1000`

/**
 * Commits a job for each client with the end of a session, also for those whose tokens are committed meanwhile (ADR 47). A session that
 * only expired notifies nobody.
 */
export const notifiesClients: Reaction<EventOf<typeof sessionTerminated>> = {
  on: [sessionTerminated],
  async react(tx, session, { payload }) {
    if (payload.cause === 'expired') return
    if ((await tx.close(session, 'oidc_sessions', 'session_id')) === 0) return
    const rows = await tx.find<Notified>(notified, [tx.instanceId, session.id])
    for (const { client_id: clientId, user_id: userId, issuer } of rows) {
      tx.enqueue(
        notifyClient({ sessionId: session.id, userId, clientId, ...(issuer !== null && { issuer }) }),
      )
    }
  },
}
