import type { Database } from '../database/database.ts'

const blocks = 2_000

// Every event of a transaction before a seal's horizon is sealed. If the last seal has no later event, those of all ended
// transactions are.
const raiseFloor = `update log_commit_floor f set xact = greatest(f.xact, (
    select case when s.number < (select max(l.number) from log_seals l)
        or exists (select from events e where e.xact >= s.horizon and e.position > s.upto)
      then s.horizon else pg_snapshot_xmin(pg_current_snapshot()) end
    from log_seals s where s.sealed_at < $1 order by s.number desc limit 1))
  returning xact::text`

/**
 * Forgets the commits whose events were sealed before `sealedBefore`: from then on the seals alone show that one is missing.
 * Reads the table page by page in short transactions, so that it holds up neither seals nor subscribers.
 */
export async function pruneCommits({ query }: Pick<Database, 'query'>, sealedBefore: Date): Promise<void> {
  const [floor] = await query<{ xact: string }>(raiseFloor, [sealedBefore])
  const [table] = await query<{ blocks: number }>(
    `select (pg_relation_size('log_commits') / current_setting('block_size')::int)::int as blocks`,
  )
  for (let from = 0; from < (table?.blocks ?? 0); from += blocks) {
    await query('delete from log_commits where ctid >= $1::tid and ctid < $2::tid and xact < $3::xid8', [
      `(${from},0)`,
      `(${from + blocks},0)`,
      floor?.xact,
    ])
  }
}
