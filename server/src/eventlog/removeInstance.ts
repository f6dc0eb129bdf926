import type { Database } from '../database/database.ts'
import type { Query } from '../database/query.ts'
import { identifier } from './indexTables.ts'
import type { LogKey } from './logKey.ts'
import { lastSeal, lockSeals, partDigest, removalMac } from './seals.ts'

/**
 * Deletes an instance's events, snapshots, rows, secrets, data key and unstarted jobs in one transaction. The digests of its
 * sealed events stay, with a proof of the removal.
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
    await keepParts(query, key, instanceId)
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

async function keepParts(query: Query, key: LogKey, instanceId: string): Promise<void> {
  await lockSeals(query)
  const last = (await lastSeal(query))?.number ?? 0
  await query(
    `insert into log_removed_parts (number, instance_id, digest)
     select number, $1, ${partDigest} from (
       select (select s.number from log_seals s where s.upto >= e.position order by s.upto, s.number limit 1) as number,
         e.position, e.hash
       from events e where e.instance_id = $1
     ) e where number is not null group by number`,
    [instanceId],
  )
  await query(
    `insert into log_removals (instance_id, last_seal, mac) values ($1, $2, decode($3, 'hex'))
     on conflict (instance_id) do update set last_seal = excluded.last_seal, mac = excluded.mac`,
    [instanceId, last, removalMac(key, instanceId, last)],
  )
}
