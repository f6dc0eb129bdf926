import type { Database } from '../database/database.ts'
import { underLock } from '../database/migrate.ts'

/**
 * Prepares a log that was restored from a dump. Its transaction ids come from another server and may lie in this server's
 * future. They are set to 0, or to 1 if their commits are recorded. Subscriptions and cursors go on with the first event that they have
 * not handled, and may handle some again. A cursor may lie behind every event of the dump, so it is compared by itself.
 */
export async function adoptRestored(database: Database): Promise<void> {
  const future = 'pg_snapshot_xmax(pg_current_snapshot())'
  const foreign = `select exists (select from events where xact >= ${future})
    or exists (select from log_seals where horizon > ${future})
    or exists (select from log_cursors where xact > ${future})
    or exists (select from log_commit_floor where xact > ${future}) as foreign`
  const [found] = await database.query<{ foreign: boolean }>(foreign)
  if (!found?.foreign) return
  await underLock(database, async (query) => {
    await query('begin')
    await query('lock table events in share row exclusive mode')
    const [still] = await query<{ foreign: boolean }>(foreign)
    if (still?.foreign) {
      const restored = (xact: string) =>
        `case when ${xact} < (select f.xact from log_commit_floor f) then '0'::xid8 else '1'::xid8 end`
      for (const table of ['subscriptions', 'log_cursors']) {
        await query(
          `update ${table} s set (xact, position) = (
             select coalesce(next.xact, '1'), coalesce(next.position - 1, (select max(e.position) from events e), 0)
             from (values (1)) one left join lateral (
               select ${restored('e.xact')} as xact, e.position from events e
               where (e.xact, e.position) > (s.xact, s.position) order by 1, 2 limit 1) next on true)`,
        )
      }
      await query(`update events set xact = ${restored('xact')}`)
      await query(`update log_commits set xact = ${restored('xact')}`)
      await query(`update log_commit_floor set xact = '1'`)
      await query(`update log_seals set horizon = '0'`)
    }
    await query('commit')
  })
}
