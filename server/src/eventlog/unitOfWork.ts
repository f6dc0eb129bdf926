import type { BatchedCall } from '../database/batchCalls.ts'
import type { Find } from '../database/batchedFind.ts'
import type { EventBody, StreamRef } from '../kernel/facet.ts'
import { type Job, outsideFlags } from '../kernel/job.ts'
import type { Json, JsonObject } from '../kernel/json.ts'
import type { CachedRead } from './cacheUse.ts'
import type { EventChain } from './chain.ts'
import type { Change } from './change.ts'
import type { Read } from './coalescedReads.ts'
import {
  type Appended,
  type Closing,
  type Collected,
  changedStreams,
  collectChange,
  type PlainSecret,
  refOf,
  secretOf,
} from './collectChange.ts'
import { type IndexTable, identifier } from './indexTables.ts'
import { placeReason } from './reasons.ts'
import { referrersSql } from './referrers.ts'
import type { Registry } from './registry.ts'
import { emptySnapshot, type Snapshot } from './snapshot.ts'
import type { StreamCache } from './streamCache.ts'
import { isOutdated, rowOfJson, snapshotOf, streamKey } from './streamRow.ts'
import { TrackedStream } from './trackedStream.ts'
import type { Stream, Transaction, Writing, Written } from './types.ts'
import type { Vault } from './vault.ts'

/** The parts of the log that a unit of work uses. */
export interface Surroundings {
  readonly read: Read
  readonly find: Find
  readonly registry: Registry
  readonly chain: EventChain
  readonly tables: ReadonlyMap<string, IndexTable>
  readonly vault: Vault
  readonly loadSnapshot: BatchedCall<StreamRef, Snapshot>
}

/** One try of a unit of work: collects its appends, guards, secrets and jobs until they become a change. */
export interface UnitOfWork {
  readonly transaction: Transaction
  /** Returns the change to commit, provided that the cached read is current; undefined if there is none. */
  change(read: CachedRead | undefined): Promise<Change | undefined>
  /** Returns the streams that existed before. */
  found(): readonly TrackedStream[]
  /** Returns all streams, also new ones. */
  all(): readonly TrackedStream[]
  /** Whether a stream came from the cache. */
  usedCache(): boolean
  written<Result>(result: Result): Written<Result>
}

const maxReactionDepth = 50

/**
 * Begins a try. Nothing reaches the database before `change()` is committed, except reads and an instance's data key. A reason belongs on
 * the stream of `primaryKey`.
 */
export function beginUnitOfWork(
  around: Surroundings,
  writing: Writing & { readonly cache: StreamCache | undefined; readonly retried: boolean },
  primaryKey?: string,
): UnitOfWork {
  const { instanceId, creator, now } = writing
  const reason = placeReason(writing.dryRun ? undefined : writing.reason, primaryKey)
  const streams = workingSet(around, writing)
  const appended: Appended[] = []
  const guards = new Set<TrackedStream>()
  const refers = new Map<string, StreamRef>()
  const closing = new Map<string, Promise<Closing & { readonly count: number }>>()
  const closes: Closing[] = []
  const secrets: PlainSecret[] = []
  const jobs: Job[] = []
  const collected: Collected = { appended, guards, refers, closes, cached: streams.cached, secrets, jobs }
  const createdAt = now.toISOString()
  let depth = 0

  const append = async (stream: TrackedStream, events: readonly EventBody[], owner: string) => {
    const recorded = reason
      .beside(stream, events)
      .map((event) => stream.record(event, { creator, createdAt, owner }))
    appended.push(...recorded.map((one) => ({ stream, ...one })))
    if (++depth > maxReactionDepth)
      throw new Error(`reactions trigger each other more than ${maxReactionDepth} levels deep`)
    for (const { event } of recorded) {
      for (const { react } of around.registry.reactions(event.type)) await react(transaction, stream, event)
    }
    depth--
  }
  const transaction: Transaction = {
    instanceId,
    creator,
    now,
    language: writing.language,
    retried: writing.retried,
    memo: memoOf(writing.memos),
    kept: writing.read ?? (({ load }) => load()),
    begin: streams.begin,
    load: streams.load,
    loadAll: (refs) => Promise.all(refs.map(streams.load)),
    async secret(stream, id) {
      const own = secretOf(secrets, stream, id)
      return own ? Buffer.from(own.plain) : around.vault.open(stream, id)
    },
    async append(stream, events, options) {
      const own = streams.own(stream)
      const owner = options?.owner ?? own.owner
      if (owner === '') throw new Error(`the first event of ${own.type} ${own.id} needs an owner`)
      if (own.owner !== '' && own.owner !== owner) throw new Error('the owner of a stream never changes')
      await append(own, events, owner)
    },
    guard: (stream) => void guards.add(streams.own(stream)),
    refer({ type, id }) {
      const ref = { instanceId, type, id }
      refers.set(streamKey(ref), ref)
    },
    async close(stream, table, column) {
      const own = streams.own(stream)
      const name = `${own.key} ${table}.${column}`
      const known = closing.get(name)
      if (known !== undefined) return (await known).count
      const reading = readReferrers(around, own, table, column)
      closing.set(name, reading)
      const { count, ...read } = await reading
      closes.push(read)
      return count
    },
    seal(stream, id, plain) {
      if (stream.instanceId !== instanceId)
        throw new Error('the secret belongs to a stream of another instance')
      const bytes = typeof plain === 'string' ? Buffer.from(plain) : plain
      secrets.push({ ref: refOf(stream), id, plain: bytes })
    },
    enqueue: (job) => void jobs.push(ofInstance(job, instanceId)),
    warn: (word) => writing.warn?.(word),
    query: around.read,
    find: around.find,
  }
  // A dry run checks everything but creates no data key.
  const vault = writing.dryRun ? { seal: async () => Buffer.alloc(0) } : around.vault
  return {
    transaction,
    async change(read) {
      const [first] = appended
      if (first) await append(first.stream, reason.left(), first.stream.owner)
      return collectChange({ ...around, vault }, collected, read)
    },
    found: () => [...streams.known].filter(existed),
    all: () => [...streams.known],
    usedCache: () => streams.cached.size > 0,
    written: (result) => ({
      result,
      streams: changedStreams(collected),
      events: appended.map(({ stream, event }) => ({ ...event, stream: refOf(stream), owner: stream.owner })),
    }),
  }
}

async function readReferrers(
  { find, tables }: Pick<Surroundings, 'find' | 'tables'>,
  stream: TrackedStream,
  table: string,
  column: string,
): Promise<Closing & { readonly count: number }> {
  const [, id, more] = tables.get(table)?.primaryKey ?? []
  if (id === undefined || more !== undefined) throw new Error(`rows of ${table} have no id of one column`)
  const [row] = await find<{ digest: string; count: number }>(
    referrersSql({ table: identifier(table), column: identifier(column), id: identifier(id) }),
    [stream.instanceId, stream.id],
  )
  if (row === undefined) throw new Error('an aggregate returned no row')
  return { stream, table, column, id, ...row }
}

function memoOf(known: JsonObject = {}): Transaction['memo'] {
  const loaded = new Map<string, Promise<Json>>()
  return <Value extends Json>(name: string, load: () => Promise<Value>) => {
    const value = loaded.get(name) ?? (name in known ? Promise.resolve(known[name] ?? null) : load())
    loaded.set(name, value)
    // One name stands for one type of value.
    return value as Promise<Value>
  }
}

/** Adds the instance to the payload, to the flags and to the key, so that instances never replace each other's jobs. */
function ofInstance(job: Job, instanceId: string): Job {
  const { task, payload, key, outside } = job
  return {
    ...job,
    payload: { ...payload, instanceId },
    ...(key !== undefined && { key: `${task}:${instanceId}:${key}` }),
    ...(outside && { flags: outsideFlags(outside, instanceId) }),
  }
}

/** New streams are rarely read again soon; caching them would evict streams that are. */
function existed({ loaded }: TrackedStream): boolean {
  return loaded.info.sequence > 0
}

/** Loads each stream of a unit of work once. */
function workingSet(
  { registry, chain, loadSnapshot }: Surroundings,
  { instanceId, preloaded, cache }: Writing & { readonly cache: StreamCache | undefined },
) {
  const loading = new Map<string, Promise<TrackedStream>>()
  const known = new Set<TrackedStream>()
  const cached = new Set<TrackedStream>()
  const track = (snapshot: Snapshot, as?: ConstructorParameters<typeof TrackedStream>[2]): TrackedStream => {
    const stream = new TrackedStream(snapshot, { registry, chain }, as)
    known.add(stream)
    return stream
  }
  const hold = (snapshot: Snapshot, begun = false): TrackedStream => {
    const stream = track(snapshot, { begun })
    loading.set(stream.key, Promise.resolve(stream))
    return stream
  }
  const row = preloaded && rowOfJson(preloaded)
  if (row && !isOutdated(row, registry)) hold(snapshotOf(row, registry))
  const fromCache = (key: string): TrackedStream | undefined => {
    const snapshot = cache?.get(key)
    if (snapshot === undefined) return undefined
    const stream = track(snapshot, { key })
    cached.add(stream)
    return stream
  }
  return {
    known,
    cached,
    begin: ({ type, id }: Omit<StreamRef, 'instanceId'>): Stream =>
      hold(emptySnapshot({ instanceId, type, id }, registry.entries(type)), true),
    load({ type, id }: Omit<StreamRef, 'instanceId'>): Promise<Stream> {
      const ref = { instanceId, type, id }
      const key = streamKey(ref)
      const before = loading.get(key)
      if (before !== undefined) return before
      const known = fromCache(key)
      const stream = known
        ? Promise.resolve(known)
        : loadSnapshot(ref).then((snapshot) => track(snapshot, { key }))
      loading.set(key, stream)
      return stream
    },
    own(stream: Stream): TrackedStream {
      const own = stream as TrackedStream
      if (!known.has(own)) throw new Error('the stream was loaded in another unit of work')
      return own
    },
  }
}
