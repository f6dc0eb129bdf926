import type { Query } from '../database/query.ts'
import { type Head, renderHead } from './head.ts'
import type { LogKey } from './logKey.ts'
import { type Part, partDigest, removalMac, type Seal, sealMac } from './seals.ts'
import type { Finding } from './upkeep.ts'

/** A seal or a part of it, in the order of the seals' numbers. */
interface Line {
  readonly number: string
  readonly source: 'seal' | 'events' | 'removed'
  readonly upto: string | null
  readonly adopts: boolean | null
  readonly mac: string | null
  readonly instance_id: string | null
  readonly digest: string | null
}

// A seal comes before its parts, whose order is that of the bytes of their instances.
const lines = `
  declare all_seals no scroll cursor for
  select number, 'seal' as source, upto, adopts, encode(mac, 'hex') as mac, null as instance_id, null as digest
  from log_seals
  union all
  select number, 'events', null, null, null, instance_id, encode(${partDigest}, 'hex')
  from (
    select (select s.number from log_seals s where s.upto >= e.position order by s.upto, s.number limit 1) as number,
      e.instance_id, e.position, e.hash
    from events e
  ) e where number is not null group by number, instance_id
  union all
  select number, 'removed', null, null, null, instance_id, encode(digest, 'hex') from log_removed_parts
  order by 1, 6 nulls first, 2`

/**
 * Compares the seals with the events inside the current transaction, which must be repeatable read. With `since`, the log
 * must contain the seal of that head: then nothing up to it has changed since the head was printed.
 */
export async function verifySeals(
  query: Query,
  key: LogKey,
  since: Head | undefined,
  findings: Finding[],
): Promise<void> {
  const removed = await removals(query, key, findings)
  let before: Seal | undefined
  let hasBaseline = false
  let hasHead = false
  const check = (seal: Seal, parts: readonly Part[], faults: readonly string[]) => {
    const last = before?.number ?? 0
    if (seal.number !== last + 1) {
      findings.push({ kind: 'seal_missing', detail: `seal ${last} is followed by ${seal.number}` })
    }
    const { mac, ...sealed } = seal
    if (faults.length > 0 || mac !== sealMac(key, sealed, before?.mac ?? '', parts)) {
      const range = `events at positions ${BigInt(before?.upto ?? 0) + 1n} to ${seal.upto}`
      const detail = [`seal ${seal.number}: ${range} differ from what was sealed`, ...faults].join('; ')
      findings.push({ kind: 'seal_broken', detail })
    }
    hasBaseline ||= seal.adopts
    hasHead ||= since?.number === seal.number && since.mac === mac
    before = seal
  }
  for await (const { seal, parts, faults } of sealedBlocks(query, removed)) check(seal, parts, faults)
  if (!hasBaseline) findings.push({ kind: 'seal_missing', detail: 'the first seal is missing' })
  if (since !== undefined && !hasHead) {
    findings.push({
      kind: 'head_missing',
      detail: `${renderHead(since)}: the log does not contain this head; it was rolled back or rewritten`,
    })
  }
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

/** Groups the seals with their parts. */
async function* sealedBlocks(query: Query, removed: ReadonlyMap<string, number>) {
  await query(lines)
  let block: { seal: Seal; parts: Part[]; faults: string[] } | undefined
  for (;;) {
    const rows = await query<Line>('fetch 1000 from all_seals')
    if (rows.length === 0) break
    for (const { number: text, source, upto, adopts, mac, instance_id: instance, digest } of rows) {
      const number = Number(text)
      if (source === 'seal') {
        if (block !== undefined) yield block
        const seal = { number, upto: upto ?? '', adopts: adopts === true, mac: mac ?? '' }
        block = { seal, parts: [], faults: [] }
        continue
      }
      // Parts of a seal that is missing are covered by the gap.
      if (block?.seal.number !== number || instance === null || digest === null) continue
      block.parts.push([instance, digest])
      const wasRemoved = number <= (removed.get(instance) ?? 0)
      if (wasRemoved && source === 'events')
        block.faults.push(`instance ${instance} was removed and has events`)
      if (!wasRemoved && source === 'removed') block.faults.push(`instance ${instance} was not removed`)
    }
  }
  if (block !== undefined) yield block
  await query('close all_seals')
}
