import type { StreamRef } from '../kernel/facet.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Change, ExpectedStream, StreamChange } from './change.ts'
import type { Claim } from './premise.ts'

/**
 * Renders changes as the argument of the SQL function `log_append`; what is empty is left out. `placeOf` tells where the
 * answer to a claim's question stands.
 */
export function batchOf(changes: readonly Change[], placeOf: (claim: Claim) => number): string {
  const streams = changes.flatMap((change) => change.streams)
  const moved = streams.filter(({ expected }) => expected > 0).map(streamRow)
  return JSON.stringify({
    existing: moved.length,
    streams: moved,
    new: unlessEmpty(streams.filter(({ expected }) => expected === 0).map(streamRow)),
    claims: unlessEmpty(changes.flatMap(({ claim }) => (claim ? [claimRow(claim, placeOf)] : []))),
    checks: unlessEmpty(changes.flatMap(({ checks }) => checks.map(expectedRow))),
    guards: unlessEmpty(changes.flatMap(({ guards }) => guards.map(expectedRow))),
    events: changes.flatMap(eventRuns),
    rows: rowOperations(changes),
    sealed: unlessEmpty(
      changes.flatMap(({ sealed }) =>
        sealed.map(({ ref, id, bytes }) => ({ ...keyRow(ref), id, sealed: hex(bytes) })),
      ),
    ),
    unsealed: unlessEmpty(
      changes.flatMap(({ unsealed }) => unsealed.map(({ ref, id }) => ({ ...keyRow(ref), id }))),
    ),
    jobs: unlessEmpty(changes.flatMap(jobRows)),
  })
}

/** Bytes as PostgreSQL's hex text. */
export function hex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}

function streamRow(stream: StreamChange) {
  return {
    ...keyRow(stream.ref),
    expected: stream.expected,
    sequence: stream.sequence,
    owner: stream.owner,
    created_at: stream.createdAt,
    changed_at: stream.changedAt,
    hash: hex(stream.hash),
    facets: stream.facets,
    dropped: unlessEmpty(stream.dropped),
  }
}

/** Events that follow each other on one stream, with what they have in common said once. */
function eventRuns({ events }: Change) {
  const runs: { stream: ReturnType<typeof runOf>; ref: StreamRef }[] = []
  for (const one of events) {
    const last = runs.at(-1)
    const run = last !== undefined && last.ref === one.ref ? last : { stream: runOf(one), ref: one.ref }
    if (run !== last) runs.push(run)
    const { sequence, type, payload } = one.event
    run.stream.events.push({ sequence, type, payload, hash: hex(one.hash) })
  }
  return runs.map(({ stream }) => stream)
}

function runOf({ ref, owner, event }: Change['events'][number]) {
  const { createdAt, creator } = event
  const events: { sequence: number; type: string; payload: JsonObject; hash: string }[] = []
  return { ...keyRow(ref), owner, created_at: createdAt, creator, events }
}

function jobRows({ jobs }: Change) {
  return jobs.map(({ task, payload, runAt, maxAttempts, key }) => ({
    task,
    payload,
    run_at: runAt?.toISOString(),
    max_attempts: maxAttempts,
    key,
  }))
}

function rowOperations(changes: readonly Change[]): Record<string, Record<string, JsonObject[]>> | undefined {
  const tables: Record<string, Record<string, JsonObject[]>> = {}
  for (const [name, change] of changes.flatMap(({ rows }) => rows.flatMap((some) => [...some]))) {
    tables[name] ??= {}
    const table = tables[name]
    for (const operation of ['delete', 'update', 'insert'] as const) {
      if (change[operation].length === 0) continue
      const known = table[operation]
      if (known === undefined) table[operation] = [...change[operation]]
      else known.push(...change[operation])
    }
  }
  return Object.keys(tables).length === 0 ? undefined : tables
}

function claimRow(claim: Claim, placeOf: (claim: Claim) => number) {
  return { kind: claim.kind, place: placeOf(claim), seen: claim.seen }
}

function expectedRow({ ref, expected }: ExpectedStream) {
  return { ...keyRow(ref), expected }
}

function keyRow(ref: StreamRef) {
  return { instance_id: ref.instanceId, stream_type: ref.type, stream_id: ref.id }
}

function unlessEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length === 0 ? undefined : items
}
