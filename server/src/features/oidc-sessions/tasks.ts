import { systemWriting } from '../../eventlog/systemWriting.ts'
import { handle, type TaskHandler } from '../../jobs/task.ts'
import type { Deps } from '../manifest.ts'
import { sessionTerminated } from '../sessions/events.ts'
import { revokeExchanged, revokeOfSession } from './jobs.ts'
import { type GrantCondition, revokeWhere } from './writes/revokeWhere.ts'

/** Handles `revokeOfSession` and `revokeExchanged`. */
export function oidcSessionTasks(deps: Deps): readonly TaskHandler[] {
  const revoke = async (instanceId: string, condition: GrantCondition, cause: string) => {
    await revokeWhere(deps, systemWriting(deps.clock, instanceId), condition, cause)
  }
  return [
    handle(revokeOfSession, ({ instanceId, sessionId }) =>
      revoke(instanceId, { sql: 'session_id = $2', values: [sessionId] }, sessionTerminated.type),
    ),
    handle(revokeExchanged, ({ instanceId, oidcSessionId }) =>
      revoke(
        instanceId,
        { sql: 'exchanged_from @> array[$2::text]', values: [oidcSessionId] },
        'source_revoked',
      ),
    ),
  ]
}
