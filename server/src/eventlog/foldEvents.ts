import type { Query } from '../database/query.ts'
import type { Recorded, StreamRef } from '../kernel/facet.ts'
import { chainHash, chainStart } from './chain.ts'
import { refOf, type StreamRow, streamKey } from './loadSnapshots.ts'
import type { Registry } from './registry.ts'
import { emptySnapshot, evolveSnapshot, type Snapshot } from './snapshot.ts'

/** A row of `events`. */
export interface EventRow extends Omit<StreamRow, 'facets' | 'changed_at'> {
  readonly type: string
  readonly creator: string
  readonly payload: Recorded['payload']
}

/** The columns of `EventRow`. */
export const eventColumns =
  'instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, hash'

/** A stream as its events tell it, and what is wrong with them. */
export interface Folded {
  readonly ref: StreamRef
  /** Undefined when the events cannot be folded; `faults` says why. */
  readonly snapshot: Snapshot | undefined
  readonly faults: readonly {
    readonly kind: 'sequence_gap' | 'hash_broken' | 'unfoldable'
    readonly detail: string
  }[]
}

/** Folds one stream event by event. */
export function folding(ref: StreamRef, registry: Registry): { take(row: EventRow): void; done(): Folded } {
  const faults: Folded['faults'][number][] = []
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
    if (chainHash(hash, { ...ref, owner: row.owner }, event) !== stored) {
      faults.push({ kind: 'hash_broken', detail: `at sequence ${event.sequence}` })
    }
    hash = stored
    try {
      return evolveSnapshot(before, registry.entries(ref.type), event, row.owner, hash)
    } catch (error) {
      faults.push({ kind: 'unfoldable', detail: `at sequence ${event.sequence}: ${messageOf(error)}` })
      return undefined
    }
  }
  return {
    take(row) {
      if (snapshot !== undefined) snapshot = step(snapshot, row)
    },
    done: () => ({ ref, snapshot, faults }),
  }
}

/** Folds every stream in key order inside the current transaction, holding a page of events at a time. */
export async function* foldAll(query: Query, registry: Registry): AsyncGenerator<Folded> {
  await query(
    `declare all_events no scroll cursor for select ${eventColumns} from events
     order by instance_id, stream_id, stream_type, sequence`,
  )
  let current: { key: string; fold: ReturnType<typeof folding> } | undefined
  for (;;) {
    const rows = await query<EventRow>('fetch 1000 from all_events')
    if (rows.length === 0) break
    for (const row of rows) {
      const ref = refOf(row)
      const key = streamKey(ref)
      if (current?.key !== key) {
        if (current !== undefined) yield current.fold.done()
        current = { key, fold: folding(ref, registry) }
      }
      current.fold.take(row)
    }
  }
  if (current !== undefined) yield current.fold.done()
  await query('close all_events')
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
