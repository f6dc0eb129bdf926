import { systemWriting } from '../../eventlog/systemWriting.ts'
import { handle, type TaskHandler } from '../../jobs/task.ts'
import type { Deps } from '../manifest.ts'
import { sessionTerminated } from '../sessions/events.ts'
import { revokeExchanged, revokeOfSession } from './jobs.ts'
import { revokeWhere } from './writes/revokeWhere.ts'

/** Handles `revokeOfSession` and `revokeExchanged`. */
export function oidcSessionTasks(deps: Deps): readonly TaskHandler[] {
  return [
    handle(revokeOfSession, ({ instanceId, sessionId }) =>
      revokeWhere(
        deps,
        systemWriting(deps.clock, instanceId),
        { sql: 'session_id = $2', values: [sessionId] },
        sessionTerminated.type,
      ),
    ),
    handle(revokeExchanged, ({ instanceId, oidcSessionId }) =>
      revokeWhere(
        deps,
        systemWriting(deps.clock, instanceId),
        { sql: 'exchanged_from @> array[$2::text]', values: [oidcSessionId] },
        'source_revoked',
      ),
    ),
  ]
}
