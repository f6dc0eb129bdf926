import type { Query } from '../database/query.ts'
import type { StreamRef } from '../kernel/facet.ts'
import { type EventRow, eventColumns, foldEventRows } from './foldEvents.ts'
import { adoptedUpTo } from './seals.ts'
import type { Snapshot } from './snapshot.ts'
import { refOf, type StreamRow, streamKey } from './streamRow.ts'
import { emptySum, openSum, plus, readSeals, type Sum, sealOfEvent } from './sums.ts'
import { TrackedStream } from './trackedStream.ts'
import type { Stream } from './types.ts'
import type { Upkeep } from './verify.ts'

/** Lets other requests run between two batches of work. */
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Streams that are folded in one turn of the event loop. */
const atOnce = 10

/** A kind of streams that die: what to look for, and the proof by their events. */
export interface DeadStreams {
  readonly type: StreamRef['type']
  /**
   * SQL of a `select` that returns `instance_id`, `id` and `died_at` of streams that may be dead, without an order. An index must find
   * those with the least `listed_at`, which is no later than `died_at`.
   */
  readonly sql: string
  /** Whether the stream, as folded from its events, died before `before`. */
  isDead(stream: Stream, before: Date): boolean
}

/** The log and the transaction of a removal. */
type Batch = Pick<Upkeep, 'key' | 'registry' | 'chain'> & { readonly query: Query }

/** An event and the number of its seal. */
type SealedEvent = EventRow & { readonly seal: string; readonly settled: boolean }

/** A stream whose events can be taken out of their seals. */
interface Settled {
  readonly row: StreamRow
  readonly events: readonly SealedEvent[]
}

/** Reads the events; leaves out streams with one that has no sum yet, whose commit is recorded, or that a subscription or a cursor that holds has yet to pass. */
export async function settledStreams(
  { query }: Batch,
  rows: readonly StreamRow[],
): Promise<readonly Settled[]> {
  const columns = eventColumns.split(', ').map((column) => `e.${column}`)
  const events = await query<SealedEvent>(
    `select ${columns.join(', ')}, s.number as seal,
       s.summed is true and e.xact < (select f.xact from log_commit_floor f) and not exists (
         select from subscriptions u where (u.xact, u.position) < (e.xact, e.position)) and not exists (
         select from log_cursors c where c.instance_id = e.instance_id and c.holds
           and (c.xact, c.position) < (e.xact, e.position)) as settled
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

/** A stream whose events, hashes and seals are genuine. */
export type Proven = Settled & { readonly snapshot: Snapshot }

/** The dead streams of a batch and the sums of their events, by the numbers of seals. */
interface Examined {
  readonly removed: readonly Proven[]
  readonly sums: ReadonlyMap<number, Sum>
  /** How many streams have a snapshot, hashes or seals that are not genuine. */
  readonly unproven: number
}

/** Folds the streams, a few at a time, so that requests go on in between. */
export async function examine(
  on: Batch,
  dead: DeadStreams,
  streams: readonly Settled[],
  before: Date,
): Promise<Examined> {
  const { key, registry, chain } = on
  const genuine = await genuineSeals(on, streams)
  const adopted = await adoptedUpTo(on.query)
  const removed: Proven[] = []
  const sums = new Map<number, Sum>()
  let unproven = 0
  for (const [at, { row, events }] of streams.entries()) {
    if (at % atOnce === 0) await nextTurn()
    const { snapshot, faults, unkeyed } = foldEventRows(refOf(row), registry, chain, events)
    const isProven =
      faults.length === 0 &&
      snapshot?.hash === row.hash.toString('hex') &&
      (unkeyed === undefined || unkeyed.position <= adopted) &&
      events.every(({ seal }) => genuine.has(seal))
    if (!isProven || snapshot === undefined) unproven++
    else if (dead.isDead(new TrackedStream(snapshot, on), before)) {
      removed.push({ row, events, snapshot })
      for (const event of events) {
        const seal = Number(event.seal)
        sums.set(seal, plus(key, sums.get(seal) ?? emptySum, event))
      }
    }
  }
  return { removed, sums, unproven }
}

/** Returns the numbers of the seals that are genuine and prove at least as many events as were found. */
async function genuineSeals(
  { query, key }: Batch,
  streams: readonly Settled[],
): Promise<ReadonlySet<string>> {
  const found = new Map<string, number>()
  for (const { seal } of streams.flatMap(({ events }) => events)) found.set(seal, (found.get(seal) ?? 0) + 1)
  const seals = await readSeals(query, 'number = any($1)', [[...found.keys()]])
  return new Set(
    seals.flatMap((seal) => {
      const number = String(seal.number)
      return (openSum(key, seal)?.events ?? 0) >= (found.get(number) ?? 0) ? [number] : []
    }),
  )
}

/** Returns the keys of streams as parameters for `unnest`. */
export function keysOf(rows: readonly StreamRow[]): readonly (readonly string[])[] {
  return [
    rows.map((row) => row.instance_id),
    rows.map((row) => row.stream_type),
    rows.map((row) => row.stream_id),
  ]
}
