import type { DeadStreams } from '../../eventlog/examineDead.ts'
import { retire } from '../../eventlog/retire.ts'
import { endedStreams, endFacet } from '../../eventlog/streamEnd.ts'
import type { Schedule } from '../../jobs/schedule.ts'
import type { Deps } from '../manifest.ts'
import { endSession } from './commands/endSession.ts'
import { sessionTerminated } from './events.ts'
import { isExpired, sessionFacet } from './state.ts'

/** Ends sessions that expired longer ago than `SALLYPORT_RETENTION_DAYS`: their rows and secrets go, their events stay. */
export const sessionSchedules = (deps: Deps): readonly Schedule[] => [
  {
    name: 'sessions.end_expired',
    cron: '11 * * * *',
    run: () =>
      retire(deps, deps.config.retentionDays, {
        type: 'session',
        sql: `select instance_id, session_id as id from sessions where expires_at < $1 order by expires_at limit $2`,
        decide(stream, before) {
          const session = stream.state(sessionFacet)
          return session.kind === 'live' && isExpired(session, before) ? endSession(session, 'expired') : []
        },
      }),
  },
]

/** Lists ended sessions for the retention. */
export const sessionEndFacet = endFacet('session_end', 'session', [sessionTerminated])

const ended = endedStreams(sessionEndFacet)

/**
 * Ended sessions, whose events alone are left. They stay as long as a grant leans on them that was not revoked: to its tokens, the
 * event says whether the session was ended or only expired.
 */
export const endedSessions: DeadStreams = {
  ...ended,
  sql: `${ended.sql} and not exists (select from oidc_sessions t where t.instance_id = dead_streams.instance_id
    and t.session_id = dead_streams.stream_id and t.revoked_at is null)`,
}
