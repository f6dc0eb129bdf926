import type { DeadStreams } from '../../eventlog/examineDead.ts'
import { diesAt } from './rows.ts'
import { oidcSessionFacet } from './state.ts'

/**
 * Grants whose tokens have all expired or were revoked; their rows and secrets go with them. A revoked one stays as long as tokens that
 * were exchanged for its own are not revoked as well: its row is what kills them.
 */
export const deadOidcSessions: DeadStreams = {
  type: 'oidc_session',
  sql: `select t.instance_id, t.oidc_session_id as id, t.dies_at as died_at, t.listed_at from oidc_sessions t
    where t.revoked_at is null or not exists (select from oidc_sessions x where x.instance_id = t.instance_id
      and x.exchanged_from is not null and x.exchanged_from @> array[t.oidc_session_id] and x.revoked_at is null)`,
  isDead(stream, before) {
    const session = stream.state(oidcSessionFacet)
    return session.kind === 'granted' && new Date(diesAt(session)) < before
  },
}
