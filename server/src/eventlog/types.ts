import type { EventDefinition } from '../kernel/events.ts'
import type { EventBody, Facet, Recorded, StreamInfo, StreamRef } from '../kernel/facet.ts'
import type { Job } from '../kernel/job.ts'
import type { Json, JsonObject } from '../kernel/json.ts'
import type { Refusal } from '../kernel/refusal.ts'
import type { CacheUse } from './cacheUse.ts'
import type { ConfirmedReads } from './confirmedReads.ts'
import type { ExaminedRow } from './examineEvent.ts'
import type { FoldedColumns } from './foldedColumns.ts'
import type { Read } from './keptReads.ts'
import type { StreamJson } from './streamRow.ts'

/** A loaded stream. `sequence` is 0 and `owner` is '' if it has no events. */
export interface Stream extends StreamInfo {
  /** Whether this unit of work began it under a new id, to which nothing can refer yet. */
  readonly begun: boolean
  /** Returns the facet's state at `sequence`, including the uncommitted events of this transaction. */
  state<State extends Json>(facet: Facet<State>): State
}

/** One unit of work: all of its appends commit together or not at all. */
export interface Transaction {
  readonly instanceId: string
  readonly creator: string
  /** The time of the decision, and `createdAt` of all appended events. */
  readonly now: Date
  /** The language of the page on which the request was made (BCP 47); undefined for requests that come from no page. */
  readonly language: string | undefined
  /** Whether an earlier try of this unit of work conflicted, so that what was read before the unit may no longer hold. */
  readonly retried: boolean
  /** Returns the value that this transaction or its caller has read under this name; otherwise loads it. */
  memo<Value extends Json>(name: string, load: () => Promise<Value>): Promise<Value>
  /**
   * Returns a value as of some time after the request began, which may be kept (ADR 37): for settings that a decision depends on and
   * that no request changes together with it.
   */
  readonly kept: Read
  /** Loads by primary key; a stream already loaded in this transaction is returned as it is. */
  load(ref: Omit<StreamRef, 'instanceId'>): Promise<Stream>
  /** Returns a stream under a new id without loading it; if the stream exists after all, the append conflicts. */
  begin(ref: Omit<StreamRef, 'instanceId'>): Stream
  loadAll(refs: readonly Omit<StreamRef, 'instanceId'>[]): Promise<readonly Stream[]>
  /** Opens a secret of a stream; undefined if it does not exist. */
  secret(stream: StreamRef, id: string): Promise<Buffer | undefined>
  /**
   * Appends to a loaded stream. States change at once and reactions run; the commit follows at the end of the unit of work.
   * `owner` is required for the first event of a stream.
   */
  append(stream: Stream, events: readonly EventBody[], options?: { owner?: string }): Promise<void>
  /** Makes the commit conflict, and the decision run again, if this stream has changed since it was loaded. */
  guard(stream: Stream): void
  /**
   * Makes the commit conflict if this stream has ended (`endFacet`). Units of work that refer to a stream neither load it nor wait for
   * each other or for its other changes.
   */
  refer(ref: Omit<StreamRef, 'instanceId'>): void
  /**
   * For events that end a stream: returns how many rows of an index table name it in a column, and makes the commit conflict if then
   * these are others. The commit waits for units of work that `refer` to the stream, so whatever adds such rows is either counted here
   * or conflicts itself. Reads of these rows belong behind it.
   */
  close(stream: Stream, table: string, column: string): Promise<number>
  /** Provides the plain bytes of a secret whose id an event of this transaction names; they are sealed before they are stored. */
  seal(stream: StreamRef, id: string, plain: Uint8Array | string): void
  /** Commits a job with the append. It belongs to the transaction's instance and is deleted with it. */
  enqueue(job: Job): void
  /** Adds a word to the warnings that the response of the request carries. */
  warn(word: string): void
  /** Runs a read of committed data. Never writes. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  /** Runs a read whose text is fixed and whose parameters are texts; concurrent calls are batched. */
  find<Row extends object>(sql: string, values: readonly string[]): Promise<Row[]>
}

/** A recorded event with its stream. */
export type StreamEvent = Recorded & {
  readonly stream: StreamRef
  /** The stream's resource owner. */
  readonly owner: string
}

/** The outcome of a commit. */
export interface Written<Result> {
  readonly result: Result
  /** The streams with new events, in the order of their first append, at their new sequence. */
  readonly streams: readonly Stream[]
  readonly events: readonly StreamEvent[]
}

/** Runs inside the transaction that appends one of the named events, so that its own appends commit with it. */
export interface Reaction<Event extends EventBody = EventBody> {
  readonly on: readonly EventDefinition<Event['type']>[]
  react(tx: Transaction, stream: Stream, event: Recorded<Event>): Promise<void>
}

/** The registered parts of all features. */
export interface LogSchema {
  readonly facets: readonly Facet<Json>[]
  readonly reactions: readonly Reaction[]
  /** Index tables that facets render rows for, by name. Primary keys and columns are read from the database. */
  readonly tables: readonly string[]
  /** Other tables with `instance_id`, which no facet renders: removed with their instance, and otherwise left alone. */
  readonly instanceTables?: readonly string[]
  /** The columns of these tables that have a folded copy. */
  readonly folded?: FoldedColumns
  /** Refusals by the name of the unique constraint or index whose violation they explain. */
  readonly constraints: Readonly<Record<string, Refusal>>
}

/** Receives the events that a unit of work would have appended, and its transaction. */
export type DryRunObserver = (events: readonly StreamEvent[], tx: Transaction) => Promise<void>

/** The options of a unit of work. */
export interface Writing {
  readonly instanceId: string
  readonly creator: string
  readonly now: Date
  /**
   * A stream's row that another read of this request has fetched; saves the first try a round trip. If the stream has changed
   * since, the next try loads it.
   */
  readonly preloaded?: StreamJson | undefined
  /** Values for `Transaction.memo` that another read of this request has fetched, by name. */
  readonly memos?: JsonObject | undefined
  /**
   * The request's use of caches. While it is unconfirmed, streams may come from the cache too, and an append confirms them or
   * fails with a `StaleReadError`.
   */
  readonly cacheUse?: CacheUse | undefined
  /** The reads of the request, for `Transaction.kept`; without them nothing is kept. */
  readonly read?: Read | undefined
  /**
   * True if streams may come from the cache of this process. The append confirms their versions; if it conflicts or there is none, also
   * because of a refusal, `work` runs again with streams that it loads.
   */
  readonly cachedStreams?: boolean | undefined
  /** Receives the warnings of the unit of work, once for each try. */
  readonly warn?: ((word: string) => void) | undefined
  /** Why the caller makes the change; an event of the same commit keeps it, unless nothing changes (ADR 38). */
  readonly reason?: string | undefined
  /** The language of the page on which the request was made, for messages that it causes. */
  readonly language?: string | undefined
  /** If set, nothing is committed and this receives the events that would have been appended. */
  readonly dryRun?: DryRunObserver | undefined
}

/** The event log of all instances. */
export interface EventLog {
  /**
   * Runs one unit of work. Work on the same `primary` stream is queued inside this process; undefined if it only creates
   * streams. After a conflict with another process `work` runs again. Throws `log.contention` after too many conflicts, a
   * constraint's refusal if a unique index is violated, and `database.unavailable` if the database cannot be reached.
   */
  transact<Result>(
    writing: Writing,
    primary: Omit<StreamRef, 'instanceId'> | undefined,
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Written<Result>>
  /** Loads a stream outside a unit of work; concurrent loads are batched. With `caches` the next unit of work may begin with it. */
  load(ref: StreamRef, options?: { readonly caches: boolean }): Promise<Stream>
  /** Opens a secret outside a unit of work; undefined if it does not exist. */
  secret(stream: StreamRef, id: string): Promise<Buffer | undefined>
  /** Opens the `sealed` column of a secret that a joined read has fetched. */
  unseal(stream: StreamRef, id: string, sealed: Uint8Array): Promise<Buffer>
  /**
   * Returns the HMAC-SHA-256 of a text under a key of the instance that only this purpose has: for values that every process
   * must recognize and none needs to store.
   */
  mac(instanceId: string, purpose: string, text: string): Promise<Buffer>
  /** Reads through a cache that the log confirms. */
  readonly confirmed: ConfirmedReads
  /** Returns whether the stored hash of an event holds; the seals are checked by `log verify` alone. */
  examine(row: ExaminedRow): 'keyed' | 'unkeyed' | 'broken'
  /** Deletes all events, snapshots, rows, secrets and jobs of an instance, and its data key. */
  removeInstance(instanceId: string): Promise<void>
  /**
   * Calls `step` at once, after commits of any process, and when the milliseconds that it returned are over, one call at a time, until
   * `signal` aborts. A step that throws is repeated with growing pauses, and logged unless the database is away.
   */
  follow(options: {
    readonly name: string
    readonly signal: AbortSignal
    step(): Promise<number>
  }): Promise<void>
  /**
   * Calls `handle` with committed events in commit order, without gaps, until `signal` aborts. A new `name` begins with the first
   * event of the log; a known one continues after the last handled event. One process handles at a time. After a crash, or if
   * `handle` throws, the same events are handled again.
   */
  subscribe(options: {
    readonly name: string
    readonly types?: readonly string[]
    readonly signal: AbortSignal
    handle(events: readonly (StreamEvent & { readonly position: string })[]): Promise<void>
  }): Promise<void>
}
