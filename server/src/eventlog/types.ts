import type { EventDefinition } from '../kernel/events.ts'
import type { EventBody, Facet, Recorded, StreamInfo, StreamRef } from '../kernel/facet.ts'
import type { Job } from '../kernel/job.ts'
import type { Json, JsonObject } from '../kernel/json.ts'
import type { Refusal } from '../kernel/refusal.ts'
import type { Premise } from './premise.ts'
import type { StreamJson } from './streamRow.ts'

/** A loaded stream. `sequence` 0 means that nothing was ever written; then `owner` is ''. */
export interface Stream extends StreamInfo {
  /** The facet's state at `sequence`, including events this transaction appended but has not committed yet. */
  state<State extends Json>(facet: Facet<State>): State
}

/** One unit of work: all of its appends commit together or not at all. */
export interface Transaction {
  readonly instanceId: string
  readonly creator: string
  /** The instant this unit of work decides at; `createdAt` of every event it appends. */
  readonly now: Date
  /** Returns a value about the instance that was read before, under this name, by this transaction or its caller; else loads it. */
  memo<Value extends Json>(name: string, load: () => Promise<Value>): Promise<Value>
  /** Loads by primary key; a stream already loaded in this transaction is returned as it is. */
  load(ref: Omit<StreamRef, 'instanceId'>): Promise<Stream>
  /** A stream under an id that was made just now: not looked up, and a conflict should it exist after all. */
  begin(ref: Omit<StreamRef, 'instanceId'>): Stream
  loadAll(refs: readonly Omit<StreamRef, 'instanceId'>[]): Promise<readonly Stream[]>
  /** A secret of a stream, opened; undefined when it does not exist (any more). */
  secret(stream: StreamRef, id: string): Promise<Buffer | undefined>
  /**
   * Appends to a loaded stream: states move at once, reactions of features run, the commit comes at the end.
   * `owner` is required for the first event of a stream.
   */
  append(stream: Stream, events: readonly EventBody[], options?: { owner?: string }): Promise<void>
  /** The commit fails with a conflict (and decides again) when this stream moved since it was loaded. */
  guard(stream: Stream): void
  /** Provides the plain bytes of a secret whose id an event of this transaction names. Sealed before it is stored. */
  seal(stream: StreamRef, id: string, plain: Uint8Array | string): void
  /** Commits a job with the append. It belongs to the transaction's instance and is deleted with it. */
  enqueue(job: Job): void
  /** Plain SQL reads that see the committed state of other transactions. Never writes. */
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  /** The same for a fixed statement whose parameters are all texts; concurrent calls of it share one run. */
  find<Row extends object>(sql: string, values: readonly string[]): Promise<Row[]>
}

/** An event as the log holds it, with the stream it belongs to. */
export type StreamEvent = Recorded & {
  readonly stream: StreamRef
  /** The stream's resource owner. */
  readonly owner: string
}

/** The outcome of a commit. */
export interface Written<Result> {
  readonly result: Result
  /** The streams that got events, in the order of their first append, at their new sequence. */
  readonly streams: readonly Stream[]
  readonly events: readonly StreamEvent[]
}

/** Runs inside the transaction that appends one of the named events, so that its own appends commit with it. */
export interface Reaction<Event extends EventBody = EventBody> {
  readonly on: readonly (string | EventDefinition<Event['type']>)[]
  react(tx: Transaction, stream: Stream, event: Recorded<Event>): Promise<void>
}

/** The parts that features register with the log. */
export interface LogSchema {
  readonly facets: readonly Facet<Json>[]
  readonly reactions: readonly Reaction[]
  /** Index tables that facets render rows for, by name. Primary keys and columns are read from the database. */
  readonly tables: readonly string[]
  /** Refusals by the name of the unique constraint or index whose violation they explain. */
  readonly constraints: Readonly<Record<string, Refusal>>
}

/** Receives the events that a unit of work would have written, and the unit of work at its end. */
export type DryRunObserver = (events: readonly StreamEvent[], tx: Transaction) => Promise<void>

/** Who writes, where and when. */
export interface Writing {
  readonly instanceId: string
  readonly creator: string
  readonly now: Date
  /**
   * A stream's row as another read of this request brought it along: spares the first try a round trip when it loads that
   * stream. Should the stream have moved since, the next try loads it.
   */
  readonly preloaded?: StreamJson | undefined
  /** Values for `Transaction.memo` that such a read fetched, by name. */
  readonly memos?: JsonObject | undefined
  /**
   * What the request took from memory. While it is open, streams may come from memory too, and an append confirms them
   * all or fails with a `PremiseError`.
   */
  readonly premise?: Premise | undefined
  /** Commit nothing; call this with the events that would have been written. */
  readonly dryRun?: DryRunObserver | undefined
}

export interface EventLog {
  /**
   * Runs one unit of work. Work on the same `primary` stream is queued inside this process (undefined: on what it makes
   * only); a conflict with another process loads and decides again. Answers `aborted` (log.contention) when it keeps
   * losing, a constraint's refusal when a unique index is violated, `unavailable` when the database is away.
   */
  transact<Result>(
    writing: Writing,
    primary: Omit<StreamRef, 'instanceId'> | undefined,
    work: (tx: Transaction) => Promise<Result>,
  ): Promise<Written<Result>>
  /** A read outside any unit of work; concurrent loads share statements. */
  load(ref: StreamRef): Promise<Stream>
  /** A secret outside any unit of work. */
  secret(stream: StreamRef, id: string): Promise<Buffer | undefined>
  /** Opens the `sealed` column of a secret that a joined read brought along. */
  unseal(stream: StreamRef, id: string, sealed: Uint8Array): Promise<Buffer>
  /** Removes every trace of an instance: events, snapshots, rows, secrets, its data key. */
  removeInstance(instanceId: string): Promise<void>
  /**
   * Calls `handle` with committed events in commit order, never skipping one, until `signal` aborts. A new `name` begins
   * with the first event of the log; a known one goes on where it stood. Of several processes one handles at a time; after
   * a crash or when `handle` throws the same events come again.
   */
  subscribe(options: {
    readonly name: string
    readonly types?: readonly string[]
    readonly signal: AbortSignal
    handle(events: readonly (StreamEvent & { readonly position: string })[]): Promise<void>
  }): Promise<void>
}
