import type { DeadStreams } from '../../eventlog/examineDead.ts'
import { diesAt } from './rows.ts'
import { oidcSessionFacet } from './state.ts'

/** Grants whose tokens have all expired or were revoked; their rows and secrets go with them. */
export const deadOidcSessions: DeadStreams = {
  type: 'oidc_session',
  sql: 'select instance_id, oidc_session_id as id, dies_at as died_at from oidc_sessions',
  isDead(stream, before) {
    const session = stream.state(oidcSessionFacet)
    return session.kind === 'granted' && new Date(diesAt(session)) < before
  },
}
