import { workOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import { handle, type TaskHandler } from '../../jobs/task.ts'
import type { Deps } from '../manifest.ts'
import { sessionTerminated } from '../sessions/events.ts'
import { revokeOfSession } from './jobs.ts'
import { revokeAll } from './writes/revokeTokens.ts'

const batch = 100

/** Handles `revokeOfSession` in batches, each grant in a commit of its own. */
export function oidcSessionTasks({ log, database, clock }: Deps): readonly TaskHandler[] {
  return [
    handle(revokeOfSession, async ({ instanceId, sessionId }) => {
      for (;;) {
        const rows = await database.query<{ id: string }>(
          `select oidc_session_id as id from oidc_sessions
            where instance_id = $1 and session_id = $2 and revoked_at is null limit ${batch}`,
          [instanceId, sessionId],
        )
        for (const { id } of rows) {
          await workOn(log, systemWriting(clock, instanceId), { type: 'oidc_session', id }, (stream, tx) =>
            revokeAll(tx, stream, sessionTerminated.type),
          )
        }
        if (rows.length < batch) return
      }
    }),
  ]
}
