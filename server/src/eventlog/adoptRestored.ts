import type { Database } from '../database/database.ts'
import { underLock } from '../database/migrate.ts'

/**
 * Prepares a log that was restored from a dump. Its transaction ids come from another server and may lie in this server's
 * future, so they are set to 0. Subscriptions continue after the last handled event.
 */
export async function adoptRestored(database: Database): Promise<void> {
  const future = 'pg_snapshot_xmax(pg_current_snapshot())'
  const foreign = `select exists (select from events where xact >= ${future})
    or exists (select from log_seals where horizon > ${future}) as foreign`
  const [found] = await database.query<{ foreign: boolean }>(foreign)
  if (!found?.foreign) return
  await underLock(database, async (query) => {
    await query('begin')
    await query('lock table events in share row exclusive mode')
    const [still] = await query<{ foreign: boolean }>(foreign)
    if (still?.foreign) {
      await query(
        `update subscriptions s set xact = '0', position = coalesce(
           (select min(e.position) - 1 from events e where (e.xact, e.position) > (s.xact, s.position)),
           (select max(e.position) from events e), 0)`,
      )
      await query(`update events set xact = '0'`)
      await query(`update log_commits set xact = '0'`)
      await query(`update log_seals set horizon = '0'`)
    }
    await query('commit')
  })
}
