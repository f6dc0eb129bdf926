import { workOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import { handle, type TaskHandler } from '../../jobs/task.ts'
import type { Deps } from '../manifest.ts'
import { sessionTerminated } from '../sessions/events.ts'
import { revokeExchanged, revokeOfSession } from './jobs.ts'
import { revokeAll } from './writes/revokeTokens.ts'

const batch = 100

/** Handles `revokeOfSession` and `revokeExchanged`. */
export function oidcSessionTasks(deps: Deps): readonly TaskHandler[] {
  return [
    handle(revokeOfSession, ({ instanceId, sessionId }) =>
      revokeWhere(deps, { instanceId, sql: 'session_id = $2', value: sessionId }, sessionTerminated.type),
    ),
    handle(revokeExchanged, ({ instanceId, oidcSessionId }) =>
      revokeWhere(
        deps,
        { instanceId, sql: 'exchanged_from @> array[$2::text]', value: oidcSessionId },
        'source_revoked',
      ),
    ),
  ]
}

/** Revokes the grants that a condition on `$2` finds, in batches, each grant in a commit of its own. */
async function revokeWhere(
  { log, database, clock }: Pick<Deps, 'log' | 'database' | 'clock'>,
  { instanceId, sql, value }: { readonly instanceId: string; readonly sql: string; readonly value: string },
  cause: string,
): Promise<void> {
  for (;;) {
    const rows = await database.query<{ id: string }>(
      `select oidc_session_id as id from oidc_sessions
        where instance_id = $1 and ${sql} and revoked_at is null limit ${batch}`,
      [instanceId, value],
    )
    for (const { id } of rows) {
      await workOn(log, systemWriting(clock, instanceId), { type: 'oidc_session', id }, (stream, tx) =>
        revokeAll(tx, stream, cause),
      )
    }
    if (rows.length < batch) return
  }
}
