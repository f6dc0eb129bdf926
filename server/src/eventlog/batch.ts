import type { StreamRef } from '../kernel/facet.ts'
import type { Job } from '../kernel/job.ts'
import type { Json } from '../kernel/json.ts'
import type { Change, ExpectedStream, StreamChange } from './change.ts'
import type { Claim } from './premise.ts'
import type { LogRecord, RecordColumns } from './records.ts'
import type { RowChanges } from './rowChanges.ts'

const key = { instance_id: 'text', stream_type: 'text', stream_id: 'text' }
const expected = { ...key, expected: 'int' }
const moved = { sequence: 'int', changed_at: 'timestamptz', hash: 'hex', facets: 'jsonb' }

/**
 * The columns of each part of a batch; the functions below give the values in the same order. Once released, columns are
 * only added at an end: an older process goes on writing beside one that created the functions that read them.
 */
export const records = {
  expected,
  streams: { ...expected, ...moved, dropped: 'text[]' },
  new: { ...expected, ...moved, owner: 'text', created_at: 'timestamptz' },
  runs: { ...key, created_at: 'timestamptz', creator: 'text', owner: 'text', events: 'jsonb' },
  events: { sequence: 'int', type: 'text', payload: 'jsonb', hash: 'hex', revision: 'smallint' },
  commits: { instance_id: 'text', events: 'int', begun: 'text[]' },
  sealed: { ...key, id: 'text', sealed: 'hex' },
  unsealed: { ...key, id: 'text' },
  claims: { kind: 'text', place: 'text', seen: 'text' },
  jobs: { task: 'text', payload: 'json', run_at: 'timestamptz', max_attempts: 'int', key: 'text' },
} satisfies Record<string, RecordColumns>

/**
 * Renders changes as the argument of the SQL function `log_append`; what is empty is left out. `placeOf` tells where the
 * answer to a claim's question stands.
 */
export function batchOf(changes: readonly Change[], placeOf: (claim: Claim) => number): string {
  const streams = changes.flatMap((change) => change.streams)
  const existing = streams.filter((stream) => stream.expected > 0)
  return JSON.stringify({
    existing: existing.length,
    streams: existing.map((stream) => [...movedRecord(stream), unlessEmpty(stream.dropped)]),
    new: unlessEmpty(
      streams
        .filter((stream) => stream.expected === 0)
        .map((stream) => [...movedRecord(stream), stream.owner, stream.createdAt]),
    ),
    claims: unlessEmpty(changes.flatMap(({ claim }) => (claim ? [claimRecord(claim, placeOf)] : []))),
    checks: unlessEmpty(changes.flatMap(({ checks }) => checks.map(expectedRecord))),
    guards: unlessEmpty(changes.flatMap(({ guards }) => guards.map(expectedRecord))),
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

function movedRecord(stream: StreamChange): LogRecord {
  const { sequence, changedAt, hash, facets } = stream
  return [...expectedRecord(stream), sequence, changedAt, hash, facets]
}

function claimRecord(claim: Claim, placeOf: (claim: Claim) => number): LogRecord {
  return [claim.kind, placeOf(claim), claim.seen]
}

/** Events that follow each other on one stream, with what they have in common said once. */
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

/** By instance: the number of events, and the streams that they begin. */
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

function jobRecord({ task, payload, runAt, maxAttempts, key }: Job): LogRecord {
  return [task, payload, runAt?.toISOString(), maxAttempts, key]
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
