import type { Database } from '../database/database.ts'
import { identifier } from './indexTables.ts'

/** Deletes an instance's events, snapshots, rows, secrets, data key and unstarted jobs in one transaction. */
export async function removeInstance(
  database: Database,
  tables: readonly string[],
  instanceId: string,
): Promise<void> {
  await database.session(async (query) => {
    await query('begin')
    await query('set local statement_timeout = 0')
    // Streams first, so that concurrent appends conflict and decide again.
    for (const table of ['streams', 'events', 'log_commits', ...tables, 'secrets', 'data_keys']) {
      await query(`delete from ${identifier(table)} where instance_id = $1`, [instanceId])
    }
    await query(
      `delete from graphile_worker._private_jobs where payload->>'instanceId' = $1 and locked_at is null`,
      [instanceId],
    )
    await query('commit')
  })
}
