import type { Logger } from 'pino'
import type { Query } from '../database/query.ts'
import { type DeadStreams, examine, keysOf, type Proven, settledStreams } from './examineDead.ts'
import { storedRows } from './loadSnapshots.ts'
import type { LogRecord } from './records.ts'
import { diffRows } from './rowChanges.ts'
import { lockSeals } from './seals.ts'
import { renderRows } from './snapshot.ts'
import type { StreamRow } from './streamRow.ts'
import { takeOut } from './sums.ts'
import type { Upkeep } from './verify.ts'

const batchSize = 200

/** What a removal has removed. */
export interface RemovedStreams {
  readonly streams: number
  readonly events: number
}

/** A candidate, in the order of the search. */
interface Candidate {
  readonly instance_id: string
  readonly id: string
  readonly listed_at: string
}

/**
 * Removes streams that died before `before` with their events, rows and secrets, in batches that commit on their own, until none is left
 * or `signal` aborts. Their events are taken out of the seals that prove them. A stream stays if its events are not all sealed, not all
 * handled by every subscription and passed by every cursor that holds, or not what its seals and hashes prove, and while an append holds
 * it.
 */
export async function removeDead(
  on: Upkeep & { readonly logger: Pick<Logger, 'warn'> },
  dead: DeadStreams,
  before: Date,
  signal?: AbortSignal,
): Promise<RemovedStreams> {
  const removed = { streams: 0, events: 0 }
  let last: readonly unknown[] = ['-infinity', '', '']
  while (signal?.aborted !== true) {
    const candidates = await on.database.query<Candidate>(
      `select instance_id, id, listed_at from (${dead.sql}) c
       where listed_at < $1 and died_at < $1 and (listed_at, instance_id, id) > ($2, $3, $4)
       order by listed_at, instance_id, id limit ${batchSize}`,
      [before, ...last],
    )
    const end = candidates.at(-1)
    if (end === undefined) break
    last = [end.listed_at, end.instance_id, end.id]
    const batch = await on.database.session((query) =>
      removeBatch({ ...on, query }, dead, candidates, before),
    )
    removed.streams += batch.streams
    removed.events += batch.events
    if (candidates.length < batchSize) break
  }
  return removed
}

type Batch = Upkeep & { readonly logger: Pick<Logger, 'warn'>; readonly query: Query }

async function removeBatch(
  on: Batch,
  dead: DeadStreams,
  candidates: readonly Candidate[],
  before: Date,
): Promise<RemovedStreams> {
  const { query, key } = on
  await query('begin isolation level read committed')
  for (const plan of ['seqscan', 'hashjoin', 'mergejoin']) await query(`set local enable_${plan} = off`)
  await lockSeals(query)
  const rows = await query<StreamRow>(
    `select s.* from unnest($2::text[], $3::text[]) k(instance_id, id)
     join streams s on s.instance_id = k.instance_id and s.stream_type = $1 and s.stream_id = k.id
     for update of s skip locked`,
    [dead.type, candidates.map((one) => one.instance_id), candidates.map(({ id }) => id)],
  )
  const settled = await settledStreams(on, rows)
  const { removed, sums, unproven } = await examine(on, dead, settled, before)
  if (unproven > 0) {
    const found = { type: dead.type, streams: unproven }
    on.logger.warn(found, 'streams are not what hashes and seals prove; run log verify')
  }
  await takeOut(query, key, sums, 'retention')
  await deleteStreams(on, removed)
  await query('commit')
  const events = removed.reduce((count, stream) => count + stream.events.length, 0)
  return { streams: removed.length, events }
}

async function deleteStreams({ query, registry, tables }: Batch, streams: readonly Proven[]): Promise<void> {
  if (streams.length === 0) return
  const rows = new Map<string, LogRecord[]>()
  for (const { row, snapshot } of streams) {
    const rendered = [storedRows(row, registry), renderRows(snapshot, registry.entries(row.stream_type))]
    for (const [name, change] of rendered.flatMap((one) => [...diffRows(one, {}, tables)])) {
      rows.set(name, [...(rows.get(name) ?? []), ...change.delete])
    }
  }
  const keys = keysOf(streams.map(({ row }) => row))
  for (const table of ['events', 'secrets', 'streams']) {
    await query(
      `delete from ${table} t using unnest($1::text[], $2::text[], $3::text[]) k(instance_id, stream_type, stream_id)
       where t.instance_id = k.instance_id and t.stream_type = k.stream_type and t.stream_id = k.stream_id`,
      keys,
    )
  }
  for (const [name, some] of rows)
    await query('select log_rows($1, $2)', [name, JSON.stringify({ delete: some })])
}
