import type { Recorded, StreamRef } from '../kernel/facet.ts'
import type { Job } from '../kernel/job.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { CachedRead } from './cacheUse.ts'
import type { ClosedStream } from './referrers.ts'
import type { FacetRevisions } from './revisions.ts'
import type { RowChanges } from './rowChanges.ts'

/** A stream after the change. `expected` is the sequence that it must still have; 0 creates it. */
export interface StreamChange {
  readonly ref: StreamRef
  readonly owner: string
  readonly expected: number
  readonly sequence: number
  readonly createdAt: string
  readonly changedAt: string
  readonly hash: string
  /** The states that changed, by facet. */
  readonly facets: JsonObject
  /** The facets that have returned to their initial state, which is not stored. */
  readonly dropped: readonly string[]
  /** The facet revisions that the database must still store: a rebuild by a newer process changes no sequence. */
  readonly storedRevisions: FacetRevisions | undefined
}

/** A stream and the sequence it must have. */
export interface ExpectedStream {
  readonly ref: StreamRef
  readonly expected: number
}

/** Everything one unit of work commits. */
export interface Change {
  /** The keys of the streams that it writes, and of those that it guards or refers to. */
  readonly keys: { readonly writes: readonly string[]; readonly guards: readonly string[] }
  readonly streams: readonly StreamChange[]
  readonly guards: readonly ExpectedStream[]
  /** Streams that must not have ended. */
  readonly refers: readonly StreamRef[]
  /** Streams that it ends, with the rows that name them. */
  readonly closes: readonly ClosedStream[]
  /** Streams that were read from the cache but not written: they must be current when the append begins. */
  readonly checks: readonly ExpectedStream[]
  readonly read: CachedRead | undefined
  readonly events: readonly {
    readonly ref: StreamRef
    readonly owner: string
    readonly event: Recorded
    /** Of its payload. */
    readonly revision: number
    readonly hash: string
  }[]
  readonly rows: readonly ReadonlyMap<string, RowChanges>[]
  readonly sealed: readonly { readonly ref: StreamRef; readonly id: string; readonly bytes: Buffer }[]
  readonly unsealed: readonly { readonly ref: StreamRef; readonly id: string }[]
  readonly jobs: readonly Job[]
}
