import type { DeadStreams } from '../../eventlog/examineDead.ts'
import { hearsLogoutSql } from '../applications/index.ts'
import { diesAt } from './rows.ts'
import { oidcSessionFacet } from './state.ts'

/**
 * SQL of whether the row `t` is the last one by which a client is told of the end of a session that lives (OpenID Connect Back-Channel
 * Logout 1.0 §2.5): the client's own session may outlive the tokens.
 */
const tellsOfEndSql = `exists (select from sessions s
      join applications a on a.instance_id = t.instance_id and a.client_id = t.client_id and ${hearsLogoutSql('a')}
     where s.instance_id = t.instance_id and s.session_id = t.session_id)
    and not exists (select from oidc_sessions n where n.instance_id = t.instance_id and n.session_id = t.session_id
      and n.client_id = t.client_id and n.user_id = t.user_id and n.issuer is not distinct from t.issuer
      and n.oidc_session_id > t.oidc_session_id)`

/**
 * Grants whose tokens have all expired or were revoked; their rows and secrets go with them. A revoked one stays as long as tokens that
 * were exchanged for its own are not revoked as well: its row is what kills them. One of each client that is told of the end of the
 * session stays as long as the session lives.
 */
export const deadOidcSessions: DeadStreams = {
  type: 'oidc_session',
  sql: `select t.instance_id, t.oidc_session_id as id, t.dies_at as died_at, t.listed_at from oidc_sessions t
    where (t.revoked_at is null or not exists (select from oidc_sessions x where x.instance_id = t.instance_id
      and x.exchanged_from is not null and x.exchanged_from @> array[t.oidc_session_id] and x.revoked_at is null))
    and not (${tellsOfEndSql})`,
  isDead(stream, before) {
    const session = stream.state(oidcSessionFacet)
    return session.kind === 'granted' && new Date(diesAt(session)) < before
  },
}
