import type { Query } from '../database/query.ts'
import type { LogKey } from './logKey.ts'
import { type Part, partDigest, removalMac } from './seals.ts'
import { sealOfEvent } from './sums.ts'
import type { Finding } from './upkeep.ts'

/** The parts of a seal, and what is wrong with them in words. */
export interface SealParts {
  readonly parts: readonly Part[]
  readonly faults: readonly string[]
}

/** Reads the parts of the seals that have no sum: the digests of their events, and those that removed instances left. */
export async function partsOfSeals(
  query: Query,
  key: LogKey,
  findings: Finding[],
): Promise<ReadonlyMap<number, SealParts>> {
  const removed = await removals(query, key, findings)
  const rows = await query<{ number: string; source: string; instance_id: string; digest: string }>(
    `select number, 'events' as source, instance_id, encode(${partDigest}, 'hex') as digest
     from events e cross join lateral (${sealOfEvent}) s where not summed group by number, instance_id
     union all
     select number, 'removed', instance_id, encode(digest, 'hex') from log_removed_parts
     order by 1, 3, 2`,
  )
  const seals = new Map<number, { parts: Part[]; faults: string[] }>()
  for (const { number: text, source, instance_id: instance, digest } of rows) {
    const number = Number(text)
    const seal = seals.get(number) ?? { parts: [], faults: [] }
    seals.set(number, seal)
    seal.parts.push([instance, digest])
    const wasRemoved = number <= (removed.get(instance) ?? 0)
    if (wasRemoved && source === 'events') seal.faults.push(`instance ${instance} was removed and has events`)
    if (!wasRemoved && source === 'removed') seal.faults.push(`instance ${instance} was not removed`)
  }
  return seals
}

/** The last seal before the removal of each removed instance; a record that has another MAC is a finding. */
async function removals(
  query: Query,
  key: LogKey,
  findings: Finding[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await query<{ instance_id: string; last: string; mac: string }>(
    `select instance_id, last_seal as last, encode(mac, 'hex') as mac from log_removals`,
  )
  const removed = new Map<string, number>()
  for (const { instance_id: instance, last, mac } of rows) {
    if (mac === removalMac(key, instance, Number(last))) removed.set(instance, Number(last))
    else
      findings.push({ kind: 'removal_forged', detail: `instance ${instance} was not removed by this server` })
  }
  return removed
}
