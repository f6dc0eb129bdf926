import type { Query } from '../database/query.ts'
import type { Recorded, StreamRef } from '../kernel/facet.ts'
import { DomainError } from '../kernel/refusal.ts'
import { chainStart, type EventChain } from './chain.ts'
import type { Registry } from './registry.ts'
import { upcast } from './revisions.ts'
import { emptySnapshot, evolveSnapshot, type Snapshot } from './snapshot.ts'
import { refOf, type StreamRow, streamKey } from './streamRow.ts'

/** A row of `events`. */
export interface EventRow extends Omit<StreamRow, 'facets' | 'changed_at'> {
  readonly type: string
  readonly creator: string
  readonly payload: Recorded['payload']
  /** Of the payload. */
  readonly revision: number
  readonly position: string
}

/** The columns of `EventRow`. */
export const eventColumns =
  'instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, revision, hash, position'

/** Events that are read at a time. */
const pageSize = 1000

/** The fold of a stream's events, and the faults found in them. */
export interface Folded {
  readonly ref: StreamRef
  /** Undefined if the events cannot be folded; `faults` names the reason. */
  readonly snapshot: Snapshot | undefined
  readonly faults: readonly {
    readonly kind: 'sequence_gap' | 'hash_broken' | 'unfoldable'
    readonly detail: string
  }[]
  /** The event with the greatest position among those whose hash was made without the log's key. */
  readonly unkeyed: { readonly sequence: number; readonly position: bigint } | undefined
}

/** Folds the events of one stream, which are all given in order. */
export function foldEventRows(
  ref: StreamRef,
  registry: Registry,
  chain: EventChain,
  rows: readonly EventRow[],
): Folded {
  const fold = folding(ref, registry, chain)
  for (const row of rows) fold.take(row)
  return fold.done()
}

/** Folds one stream event by event. Throws `log.newer_data` at an event of a newer revision than the code's. */
function folding(
  ref: StreamRef,
  registry: Registry,
  chain: EventChain,
): { take(row: EventRow): void; done(): Folded } {
  const faults: Folded['faults'][number][] = []
  let unkeyed: Folded['unkeyed']
  let snapshot: Snapshot | undefined
  let hash = chainStart
  try {
    snapshot = emptySnapshot(ref, registry.entries(ref.type))
  } catch (error) {
    faults.push({ kind: 'unfoldable', detail: messageOf(error) })
  }
  const step = (before: Snapshot, row: EventRow): Snapshot | undefined => {
    const event = eventOf(row)
    if (event.sequence !== before.info.sequence + 1) {
      faults.push({
        kind: 'sequence_gap',
        detail: `${before.info.sequence} is followed by ${event.sequence}`,
      })
      return undefined
    }
    const stored = row.hash.toString('hex')
    const hashed = { stream: { ...ref, owner: row.owner }, event, revision: row.revision }
    const origin = chain.check(stored, hash, hashed)
    if (origin === 'broken') faults.push({ kind: 'hash_broken', detail: `at sequence ${event.sequence}` })
    if (origin === 'unkeyed') {
      const position = BigInt(row.position)
      if (unkeyed === undefined || position > unkeyed.position)
        unkeyed = { sequence: event.sequence, position }
    }
    hash = stored
    try {
      const payload = upcast(registry.definition(event.type), row.revision, event.payload)
      return evolveSnapshot(before, registry.entries(ref.type), { ...event, payload }, row.owner, hash)
    } catch (error) {
      if (error instanceof DomainError) throw error
      faults.push({ kind: 'unfoldable', detail: `at sequence ${event.sequence}: ${messageOf(error)}` })
      return undefined
    }
  }
  return {
    take(row) {
      if (snapshot !== undefined) snapshot = step(snapshot, row)
    },
    done: () => ({ ref, snapshot, faults, unkeyed }),
  }
}

/** Folds the stored events of one stream, up to the sequence `last` if given. */
export async function foldStream(
  query: Query,
  registry: Registry,
  chain: EventChain,
  ref: StreamRef,
  last = 2 ** 31 - 1,
): Promise<Folded> {
  const fold = folding(ref, registry, chain)
  for (let sequence = 0; ; ) {
    const rows = await query<EventRow>(
      `select ${eventColumns} from events
       where instance_id = $1 and stream_type = $2 and stream_id = $3 and sequence > $4 and sequence <= $5
       order by sequence limit ${pageSize}`,
      [ref.instanceId, ref.type, ref.id, sequence, last],
    )
    for (const row of rows) fold.take(row)
    const end = rows.at(-1)
    if (end === undefined || rows.length < pageSize) return fold.done()
    sequence = end.sequence
  }
}

/** Folds every stream in key order inside the current transaction, one page of events at a time; `read` receives each event. */
export async function* foldAll(
  query: Query,
  registry: Registry,
  chain: EventChain,
  read: (event: Pick<EventRow, 'position' | 'hash'>) => void,
): AsyncGenerator<Folded> {
  await query(
    `declare all_events no scroll cursor for select ${eventColumns} from events
     order by instance_id, stream_id, stream_type, sequence`,
  )
  const folds = foldsInTurn(registry, chain)
  for (;;) {
    const rows = await query<EventRow>(`fetch ${pageSize} from all_events`)
    if (rows.length === 0) break
    for (const row of rows) {
      read(row)
      const before = folds.take(row)
      if (before !== undefined) yield before
    }
  }
  const last = folds.done()
  if (last !== undefined) yield last
  await query('close all_events')
}

/** Folds the streams from `first` to `last` in key order, both included, one page of events at a time. */
export async function* foldRange(
  query: Query,
  registry: Registry,
  chain: EventChain,
  { first, last }: { readonly first: StreamRef; readonly last: StreamRef },
): AsyncGenerator<Folded> {
  const folds = foldsInTurn(registry, chain)
  const end = [last.instanceId, last.id, last.type]
  for (let after: readonly unknown[] = [first.instanceId, first.id, first.type, 0]; ; ) {
    const rows = await query<EventRow>(
      `select ${eventColumns} from events
       where (instance_id, stream_id, stream_type, sequence) > ($1, $2, $3, $4)
         and (instance_id, stream_id, stream_type) <= ($5, $6, $7)
       order by instance_id, stream_id, stream_type, sequence limit ${pageSize}`,
      [...after, ...end],
    )
    for (const row of rows) {
      const before = folds.take(row)
      if (before !== undefined) yield before
    }
    const latest = rows.at(-1)
    if (latest === undefined || rows.length < pageSize) break
    after = [latest.instance_id, latest.stream_id, latest.stream_type, latest.sequence]
  }
  const done = folds.done()
  if (done !== undefined) yield done
}

/** Folds streams whose events come one stream after the other: `take` returns the stream before, once it is complete. */
function foldsInTurn(
  registry: Registry,
  chain: EventChain,
): { take(row: EventRow): Folded | undefined; done(): Folded | undefined } {
  let current: { key: string; fold: ReturnType<typeof folding> } | undefined
  return {
    take(row) {
      const ref = refOf(row)
      const key = streamKey(ref)
      const before = current?.key === key ? undefined : current?.fold.done()
      if (current?.key !== key) current = { key, fold: folding(ref, registry, chain) }
      current.fold.take(row)
      return before
    },
    done: () => current?.fold.done(),
  }
}

function eventOf(row: EventRow): Recorded {
  return {
    type: row.type,
    payload: row.payload,
    sequence: row.sequence,
    createdAt: row.created_at,
    creator: row.creator,
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
