import type { Logger } from 'pino'
import type { Query } from '../database/query.ts'
import type { StreamRef } from '../kernel/facet.ts'
import { type EventRow, eventColumns, foldEventRows } from './foldEvents.ts'
import { storedRows } from './loadSnapshots.ts'
import type { LogRecord } from './records.ts'
import { diffRows } from './rowChanges.ts'
import { adoptedUpTo, lockSeals } from './seals.ts'
import { renderRows, type Snapshot } from './snapshot.ts'
import { refOf, type StreamRow, streamKey } from './streamRow.ts'
import { emptySum, openSum, plus, readSeals, type Sum, sealOfEvent, takeOut } from './sums.ts'
import { TrackedStream } from './trackedStream.ts'
import type { Stream } from './types.ts'
import type { Upkeep } from './verify.ts'

const batchSize = 200

/** A kind of streams that die: what to look for, and the proof by their events. */
export interface DeadStreams {
  readonly type: StreamRef['type']
  /**
   * SQL of a `select` that returns `instance_id`, `id` and `died_at` of streams that may be dead, without an order; an index must
   * find those with the least `died_at`.
   */
  readonly sql: string
  /** Whether the stream, as folded from its events, died before `before`. */
  isDead(stream: Stream, before: Date): boolean
}

/** What a removal has removed. */
export interface RemovedStreams {
  readonly streams: number
  readonly events: number
}

/** A candidate, in the order of the search. */
interface Candidate {
  readonly instance_id: string
  readonly id: string
  readonly died_at: string
}

/**
 * Removes streams that died before `before` with their events, rows and secrets, in batches that commit on their own, until none
 * is left or `signal` aborts. Their events are taken out of the seals that prove them. A stream stays if its events are
 * not all sealed, not all handled by every subscription, or not what its seals and hashes prove, and while an append holds it.
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
      `select instance_id, id, died_at from (${dead.sql}) c
       where died_at < $1 and (died_at, instance_id, id) > ($2, $3, $4)
       order by died_at, instance_id, id limit ${batchSize}`,
      [before, ...last],
    )
    const end = candidates.at(-1)
    if (end === undefined) break
    last = [end.died_at, end.instance_id, end.id]
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
  const proven = await provenStreams(on, settled)
  if (proven.length < settled.length) {
    const streams = settled.length - proven.length
    on.logger.warn(
      { type: dead.type, streams },
      'streams are not what hashes and seals prove; run log verify',
    )
  }
  const removed = proven.filter(({ snapshot }) => dead.isDead(new TrackedStream(snapshot, on), before))
  const sums = new Map<number, Sum>()
  for (const { seal, ...event } of removed.flatMap(({ events }) => events)) {
    sums.set(Number(seal), plus(key, sums.get(Number(seal)) ?? emptySum, event))
  }
  await takeOut(query, key, sums, 'retention')
  await deleteStreams(on, removed)
  await query('commit')
  return {
    streams: removed.length,
    events: removed.reduce((count, { events }) => count + events.length, 0),
  }
}

/** An event and the number of its seal. */
type SealedEvent = EventRow & { readonly seal: string; readonly settled: boolean }

interface Settled {
  readonly row: StreamRow
  readonly events: readonly SealedEvent[]
}

/** Reads the events; leaves out streams with one that has no sum yet, whose commit is recorded, or that a subscription has yet to handle. */
async function settledStreams({ query }: Batch, rows: readonly StreamRow[]): Promise<readonly Settled[]> {
  const columns = eventColumns.split(', ').map((column) => `e.${column}`)
  const events = await query<SealedEvent>(
    `select ${columns.join(', ')}, s.number as seal,
       s.summed is true and e.xact < (select f.xact from log_commit_floor f) and not exists (
         select from subscriptions u where (u.xact, u.position) < (e.xact, e.position)) as settled
     from unnest($1::text[], $2::text[], $3::text[]) k(instance_id, stream_type, stream_id)
     join events e on e.instance_id = k.instance_id and e.stream_type = k.stream_type and e.stream_id = k.stream_id
     left join lateral (${sealOfEvent}) s on true
     order by e.instance_id, e.stream_id, e.stream_type, e.sequence`,
    keysOf(rows),
  )
  const byStream = Map.groupBy(events, (event) => streamKey(refOf(event)))
  return rows.flatMap((row) => {
    const some = byStream.get(streamKey(refOf(row))) ?? []
    return some.some(({ settled }) => !settled) ? [] : [{ row, events: some }]
  })
}

type Proven = Settled & { readonly snapshot: Snapshot }

/** Leaves out streams whose snapshot, hashes or seals are not genuine. */
async function provenStreams(on: Batch, streams: readonly Settled[]): Promise<readonly Proven[]> {
  const { query, key, registry, chain } = on
  const numbers = new Set(streams.flatMap(({ events }) => events.map(({ seal }) => seal)))
  const seals = await readSeals(query, 'number = any($1)', [[...numbers]])
  const genuine = new Set(
    seals.filter((seal) => openSum(key, seal) !== undefined).map(({ number }) => String(number)),
  )
  const adopted = await adoptedUpTo(query)
  return streams.flatMap(({ row, events }) => {
    const { snapshot, faults, unkeyed } = foldEventRows(refOf(row), registry, chain, events)
    const isProven =
      faults.length === 0 &&
      snapshot?.hash === row.hash.toString('hex') &&
      (unkeyed === undefined || unkeyed.position <= adopted) &&
      events.every(({ seal }) => genuine.has(seal))
    return isProven && snapshot !== undefined ? [{ row, events, snapshot }] : []
  })
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

function keysOf(rows: readonly StreamRow[]): readonly (readonly string[])[] {
  return [
    rows.map((row) => row.instance_id),
    rows.map((row) => row.stream_type),
    rows.map((row) => row.stream_id),
  ]
}
