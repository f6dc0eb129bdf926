import type { StreamRef } from '../kernel/facet.ts'
import type { Job } from '../kernel/job.ts'
import type { Json } from '../kernel/json.ts'
import type { CachedRead } from './cacheUse.ts'
import type { Change, ExpectedStream, StreamChange } from './change.ts'
import type { LogRecord, RecordColumns } from './records.ts'
import type { ClosedStream } from './referrers.ts'
import type { RowChanges } from './rowChanges.ts'

const key = { instance_id: 'text', stream_type: 'text', stream_id: 'text' }
const expected = { ...key, expected: 'int' }
const written = { sequence: 'int', changed_at: 'timestamptz', hash: 'hex', facets: 'jsonb' }

/**
 * The columns of each part of a batch; the functions below give the values in the same order. Once released, columns are
 * only added at an end, because an older process may write through functions that a newer one has created.
 */
export const records = {
  expected,
  refers: key,
  closes: { ...expected, referrers: 'text', referring: 'text', referrer_id: 'text', digest: 'text' },
  streams: { ...expected, ...written, dropped: 'text[]', stored_revisions: 'jsonb' },
  new: { ...expected, ...written, owner: 'text', created_at: 'timestamptz' },
  runs: { ...key, created_at: 'timestamptz', creator: 'text', owner: 'text', events: 'jsonb' },
  events: { sequence: 'int', type: 'text', payload: 'jsonb', hash: 'hex', revision: 'smallint' },
  commits: { instance_id: 'text', events: 'int', begun: 'text[]' },
  sealed: { ...key, id: 'text', sealed: 'hex' },
  unsealed: { ...key, id: 'text' },
  reads: { kind: 'text', ordinal: 'text', digest: 'text' },
  jobs: {
    task: 'text',
    payload: 'json',
    run_at: 'timestamptz',
    max_attempts: 'int',
    key: 'text',
    flags: 'text[]',
  },
} satisfies Record<string, RecordColumns>

/**
 * Renders changes as the argument of the SQL function `log_append`, without empty parts. `ordinalOf` returns the position
 * of a cached read among the repeated reads of its kind.
 */
export function batchOf(changes: readonly Change[], ordinalOf: (read: CachedRead) => number): string {
  const streams = changes.flatMap((change) => change.streams)
  const existing = streams.filter((stream) => stream.expected > 0)
  return JSON.stringify({
    existing: existing.length,
    streams: existing.map((stream) => [
      ...writtenRecord(stream),
      unlessEmpty(stream.dropped),
      stream.storedRevisions,
    ]),
    new: unlessEmpty(
      streams
        .filter((stream) => stream.expected === 0)
        .map((stream) => [...writtenRecord(stream), stream.owner, stream.createdAt]),
    ),
    reads: unlessEmpty(changes.flatMap(({ read }) => (read ? [readRecord(read, ordinalOf)] : []))),
    checks: unlessEmpty(changes.flatMap(({ checks }) => checks.map(expectedRecord))),
    guards: unlessEmpty(changes.flatMap(({ guards }) => guards.map(expectedRecord))),
    refers: unlessEmpty(changes.flatMap(({ refers }) => refers.map(keyRecord))),
    closes: unlessEmpty(changes.flatMap(({ closes }) => closes.map(closedRecord))),
    events: changes.flatMap(eventRuns),
    commits: commitRecords(changes),
    rows: rowOperations(changes),
    sealed: unlessEmpty(
      changes.flatMap(({ sealed }) =>
        sealed.map(({ ref, id, bytes }) => [...keyRecord(ref), id, bytes.toString('hex')]),
      ),
    ),
    unsealed: unlessEmpty(
      changes.flatMap(({ unsealed }) => unsealed.map(({ ref, id }) => [...keyRecord(ref), id])),
    ),
    jobs: unlessEmpty(changes.flatMap(({ jobs }) => jobs.map(jobRecord))),
  })
}

function keyRecord({ instanceId, type, id }: StreamRef): [string, string, string] {
  return [instanceId, type, id]
}

function expectedRecord({ ref, expected }: ExpectedStream): LogRecord {
  return [...keyRecord(ref), expected]
}

function closedRecord(stream: ClosedStream): LogRecord {
  const { table, column, id, digest } = stream
  return [...expectedRecord(stream), table, column, id, digest]
}

function writtenRecord(stream: StreamChange): LogRecord {
  const { sequence, changedAt, hash, facets } = stream
  return [...expectedRecord(stream), sequence, changedAt, hash, facets]
}

function readRecord(read: CachedRead, ordinalOf: (read: CachedRead) => number): LogRecord {
  return [read.kind, ordinalOf(read), read.digest]
}

/** Groups consecutive events of one stream, whose common values are sent once. */
function eventRuns({ events }: Change): LogRecord[] {
  const runs: LogRecord[] = []
  let last: { readonly ref: StreamRef; readonly events: Json[] } | undefined
  for (const { ref, owner, event, revision, hash } of events) {
    const { sequence, type, payload, createdAt, creator } = event
    if (last?.ref !== ref) {
      last = { ref, events: [] }
      runs.push([...keyRecord(ref), createdAt, creator, owner, last.events])
    }
    last.events.push(
      revision === 1 ? [sequence, type, payload, hash] : [sequence, type, payload, hash, revision],
    )
  }
  return runs
}

/** Counts the events and lists the new streams of each instance. */
function commitRecords(changes: readonly Change[]): LogRecord[] {
  const commits = new Map<string, { events: number; readonly begun: string[] }>()
  for (const { events } of changes) {
    for (const { ref, event } of events) {
      const commit = commits.get(ref.instanceId) ?? { events: 0, begun: [] }
      commits.set(ref.instanceId, commit)
      commit.events++
      if (event.sequence === 1) commit.begun.push(`${ref.type}:${ref.id}`)
    }
  }
  return [...commits].map(([instance, { events, begun }]) => [instance, events, unlessEmpty(begun)])
}

function jobRecord({ task, payload, runAt, maxAttempts, key, flags }: Job): LogRecord {
  return [task, payload, runAt?.toISOString(), maxAttempts, key, flags]
}

function rowOperations(changes: readonly Change[]): Record<string, Record<string, LogRecord[]>> | undefined {
  const tables: Record<string, Record<keyof RowChanges, LogRecord[]>> = {}
  for (const [name, change] of changes.flatMap(({ rows }) => rows.flatMap((some) => [...some]))) {
    tables[name] ??= { delete: [], update: [], insert: [] }
    const table = tables[name]
    table.delete.push(...change.delete)
    table.update.push(...change.update)
    table.insert.push(...change.insert)
  }
  return Object.keys(tables).length === 0 ? undefined : tables
}

function unlessEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items
}
