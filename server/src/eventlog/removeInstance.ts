import type { Database } from '../database/database.ts'
import type { Query } from '../database/query.ts'
import { identifier } from './indexTables.ts'
import type { LogKey } from './logKey.ts'
import { lastSeal, lockSeals, partDigest, removalMac } from './seals.ts'
import { emptySum, plus, type Sum, type Summand, sealOfEvent, takeOut } from './sums.ts'

/**
 * Deletes an instance's events, snapshots, rows, secrets, data key and unstarted jobs in one transaction. Its sealed events are
 * taken out of the sums of their seals; of those in older seals the digests stay, with a proof of the removal.
 */
export async function removeInstance(
  database: Database,
  key: LogKey,
  tables: readonly string[],
  instanceId: string,
): Promise<void> {
  await database.session(async (query) => {
    await query('begin isolation level read committed')
    await query('set local statement_timeout = 0')
    await lockSeals(query)
    // Streams first, so that concurrent appends conflict and decide again.
    await query('delete from streams where instance_id = $1', [instanceId])
    await keepParts(query, key, instanceId)
    await takeOut(query, key, await sealedSums(query, key, instanceId), 'instance')
    for (const table of ['events', 'log_commits', 'log_cursors', ...tables, 'secrets', 'data_keys']) {
      await query(`delete from ${identifier(table)} where instance_id = $1`, [instanceId])
    }
    await query(
      `delete from graphile_worker._private_jobs where payload->>'instanceId' = $1 and locked_at is null`,
      [instanceId],
    )
    await query('commit')
  })
}

/** Sums the instance's events by the number of their seal. */
async function sealedSums(query: Query, key: LogKey, instanceId: string): Promise<Map<number, Sum>> {
  const sums = new Map<number, Sum>()
  await query(
    `declare sealed_events no scroll cursor for select s.number, e.position, e.hash
     from events e cross join lateral (${sealOfEvent}) s
     where e.instance_id = '${instanceId.replaceAll("'", "''")}' and s.summed`,
  )
  for (;;) {
    const events = await query<Summand & { number: string }>('fetch 5000 from sealed_events')
    if (events.length === 0) break
    for (const event of events) {
      const number = Number(event.number)
      sums.set(number, plus(key, sums.get(number) ?? emptySum, event))
    }
  }
  await query('close sealed_events')
  return sums
}

async function keepParts(query: Query, key: LogKey, instanceId: string): Promise<void> {
  const [older] = await query('select from log_seals where live is null limit 1')
  if (older === undefined) return
  const last = (await lastSeal(query))?.number ?? 0
  await query(
    `insert into log_removed_parts (number, instance_id, digest)
     select s.number, $1, ${partDigest}
     from events e cross join lateral (${sealOfEvent}) s
     where e.instance_id = $1 and not s.summed group by s.number`,
    [instanceId],
  )
  await query(
    `insert into log_removals (instance_id, last_seal, mac) values ($1, $2, decode($3, 'hex'))
     on conflict (instance_id) do update set last_seal = excluded.last_seal, mac = excluded.mac`,
    [instanceId, last, removalMac(key, instanceId, last)],
  )
}
