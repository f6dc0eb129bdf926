import type { StreamRef } from '../kernel/facet.ts'
import type { Job } from '../kernel/job.ts'
import type { Json } from '../kernel/json.ts'
import type { CachedRead } from './cacheUse.ts'
import type { Change, ExpectedStream, StreamChange } from './change.ts'
import type { IndexTable } from './indexTables.ts'
import type { ReferringColumn } from './referrers.ts'
import type { Entry, Registry } from './registry.ts'
import { revisionsMember } from './revisions.ts'
import { diffRows, replaceRows } from './rowChanges.ts'
import { isInitial, isStoredWhole, renderRows, secretIds, stateOf } from './snapshot.ts'
import type { RecordedEvent, TrackedStream } from './trackedStream.ts'
import type { Vault } from './vault.ts'

/** A secret before it is sealed. */
export interface PlainSecret {
  readonly ref: StreamRef
  readonly id: string
  readonly plain: Uint8Array
}

/** A recorded event and its stream, in the order of the unit of work. */
export interface Appended extends RecordedEvent {
  readonly stream: TrackedStream
}

/** A stream that the unit of work ends, and the digest of the rows that name it. */
export interface Closing extends ReferringColumn {
  readonly stream: TrackedStream
  readonly digest: string
}

/** The effects of one try of a unit of work so far. */
export interface Collected {
  readonly appended: readonly Appended[]
  readonly guards: ReadonlySet<TrackedStream>
  /** By `streamKey`. */
  readonly refers: ReadonlyMap<string, StreamRef>
  readonly closes: readonly Closing[]
  /** Streams that came from the cache. */
  readonly cached: ReadonlySet<TrackedStream>
  readonly secrets: readonly PlainSecret[]
  readonly jobs: readonly Job[]
}

/** Returns the last secret that was provided for the stream under this id. */
export function secretOf(
  secrets: readonly PlainSecret[],
  { instanceId, type, id }: StreamRef,
  secretId: string,
): PlainSecret | undefined {
  return secrets.findLast(
    ({ id: own, ref }) =>
      own === secretId && ref.id === id && ref.type === type && ref.instanceId === instanceId,
  )
}

/** Returns the streams with new events, in the order of their first one. */
export function changedStreams({ appended }: Collected): TrackedStream[] {
  return [...new Set(appended.map(({ stream }) => stream))]
}

/** Converts the collected effects to the change to commit; undefined if there are none. */
export async function collectChange(
  around: {
    readonly registry: Registry
    readonly tables: ReadonlyMap<string, IndexTable>
    readonly vault: Pick<Vault, 'seal'>
  },
  collected: Collected,
  read: CachedRead | undefined,
): Promise<Change | undefined> {
  const { registry, tables, vault } = around
  const streams = changedStreams(collected)
  const guarded = [...collected.guards].filter((stream) => stream.events.length === 0)
  if (streams.length + guarded.length + collected.jobs.length === 0) return undefined
  const writes = streams.map(({ key }) => key)
  const guards = guarded.map(({ key }) => key)
  const referred = [...collected.refers].filter(([key]) => !writes.includes(key) && !guards.includes(key))
  const changed = streams.map((stream) => ({ stream, entries: changedEntries(registry, stream) }))
  const { provided, unsealed } = secretChanges(changed, collected.secrets)
  const sealed = await Promise.all(
    provided.map(async ({ ref, id, plain }) => ({ ref, id, bytes: await vault.seal(ref, id, plain) })),
  )
  return {
    keys: { writes, guards: [...guards, ...referred.map(([key]) => key)] },
    streams: changed.map((one) => streamChange(registry, one)),
    guards: guarded.map(asLoaded),
    refers: referred.map(([, ref]) => ref),
    // Nothing refers to a stream that begins here.
    closes: collected.closes
      .filter(({ stream }) => stream.loaded.info.sequence > 0)
      .map(({ stream, ...rows }) => ({ ...asLoaded(stream), ...rows })),
    checks: [...collected.cached]
      .filter((stream) => stream.events.length === 0 && !collected.guards.has(stream))
      .map(asLoaded),
    read,
    events: collected.appended.map(({ stream, event, revision, hash }) => ({
      ref: stream.loaded.info,
      owner: stream.owner,
      event,
      revision,
      hash,
    })),
    rows: changed.map(({ stream: { loaded, current }, entries }) => {
      const after = renderRows(current, entries)
      if (loaded.outdated !== undefined) return replaceRows(loaded.outdated.rows, after, tables)
      return diffRows(renderRows(loaded, entries), after, tables)
    }),
    sealed,
    unsealed,
    jobs: collected.jobs,
  }
}

function asLoaded(stream: TrackedStream): ExpectedStream {
  return { ref: refOf(stream), expected: stream.loaded.info.sequence }
}

/** Returns only the reference of a value that names a stream. */
export function refOf({ instanceId, type, id }: StreamRef): StreamRef {
  return { instanceId, type, id }
}

/** A stream with new events, and its facets whose state has changed. */
interface ChangedStream {
  readonly stream: TrackedStream
  readonly entries: readonly Entry[]
}

/** Returns the facets whose state has changed; all of them if the stream is new or was folded from its events. */
function changedEntries(registry: Registry, { type, loaded, current }: TrackedStream): readonly Entry[] {
  const entries = registry.entries(type)
  if (isStoredWhole(loaded)) return entries
  return entries.filter((entry) => stateOf(loaded, entry) !== stateOf(current, entry))
}

function streamChange(registry: Registry, { stream, entries }: ChangedStream): StreamChange {
  const { loaded, current } = stream
  const { info, hash } = current
  const facets: Record<string, Json> = {}
  const dropped: string[] = []
  for (const entry of entries) {
    const { name } = entry.facet
    const state = stateOf(current, entry)
    if (isInitial(entry, state)) dropped.push(name)
    else facets[name] = state
  }
  if (isStoredWhole(loaded)) {
    const revisions = registry.revisions(stream.type)
    if (revisions !== undefined) facets[revisionsMember] = revisions
  }
  return {
    ref: refOf(info),
    owner: info.owner,
    expected: loaded.info.sequence,
    sequence: info.sequence,
    createdAt: info.createdAt,
    changedAt: info.changedAt,
    hash,
    facets,
    dropped,
    storedRevisions: loaded.revisions,
  }
}

/** Returns the secrets to insert and to delete; throws if the states name a new id that was not provided. */
function secretChanges(streams: readonly ChangedStream[], secrets: readonly PlainSecret[]) {
  const provided: PlainSecret[] = []
  const unsealed: { ref: StreamRef; id: string }[] = []
  for (const { stream, entries } of streams) {
    const before = secretIds(stream.loaded, entries)
    for (const id of stream.loaded.outdated?.secrets ?? []) before.add(id)
    const after = secretIds(stream.current, entries)
    for (const id of before) if (!after.has(id)) unsealed.push({ ref: refOf(stream), id })
    for (const id of after) {
      if (before.has(id)) continue
      const secret = secretOf(secrets, stream, id)
      if (secret === undefined)
        throw new Error(`secret ${id} of ${stream.type} ${stream.id} was not provided`)
      provided.push(secret)
    }
  }
  return { provided, unsealed }
}
