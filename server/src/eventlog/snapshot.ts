import type { IndexRows, Recorded, StreamInfo, StreamRef } from '../kernel/facet.ts'
import { canonicalJson, type Json, type JsonObject } from '../kernel/json.ts'
import { chainHash, chainStart } from './chain.ts'
import type { Entry } from './registry.ts'

/** A stream at one sequence: what the `streams` table holds, as an immutable value. */
export interface Snapshot {
  readonly info: StreamInfo
  readonly hash: Uint8Array
  /** Every facet's state by name, initial ones included. */
  readonly states: ReadonlyMap<string, Json>
}

/** A stream nothing was written to. */
export function emptySnapshot({ instanceId, type, id }: StreamRef, entries: readonly Entry[]): Snapshot {
  return {
    info: { instanceId, type, id, owner: '', sequence: 0, createdAt: '', changedAt: '' },
    hash: chainStart,
    states: new Map(entries.map(({ facet }) => [facet.name, facet.initial])),
  }
}

/** The snapshot after one more event; every facet of the stream sees it. */
export function evolveSnapshot(
  before: Snapshot,
  entries: readonly Entry[],
  event: Recorded,
  owner: string,
  hash?: Uint8Array,
): Snapshot {
  const { info } = before
  if (event.sequence !== info.sequence + 1) throw new Error('an event was skipped or repeated')
  const states = new Map<string, Json>()
  for (const { facet } of entries) {
    states.set(facet.name, facet.evolve(before.states.get(facet.name) ?? facet.initial, event))
  }
  const next = {
    ...info,
    owner: info.sequence === 0 ? owner : info.owner,
    sequence: event.sequence,
    createdAt: info.sequence === 0 ? event.createdAt : info.createdAt,
    changedAt: event.createdAt,
  }
  return { info: next, hash: hash ?? chainHash(before.hash, next, event), states }
}

/** What is stored of the states: those that differ from their facet's initial one. */
export function storedFacets(snapshot: Snapshot, entries: readonly Entry[]): JsonObject {
  const stored: Record<string, Json> = {}
  for (const { facet, initial } of entries) {
    const state = snapshot.states.get(facet.name) ?? facet.initial
    if (state !== facet.initial && canonicalJson(state) !== initial) stored[facet.name] = state
  }
  return stored
}

/** The index rows of all facets, by table. A stream without events has none. */
export function renderRows({ info, states }: Snapshot, entries: readonly Entry[]): IndexRows {
  const rows: Record<string, JsonObject[]> = {}
  if (info.sequence === 0) return rows
  for (const { facet } of entries) {
    const rendered = facet.rows?.(states.get(facet.name) ?? facet.initial, info)
    for (const [table, some] of Object.entries(rendered ?? {})) {
      const known = rows[table]
      if (known === undefined) rows[table] = [...some]
      else known.push(...some)
    }
  }
  return rows
}

/** The ids of the secrets that the states refer to. */
export function secretIds({ states }: Snapshot, entries: readonly Entry[]): Set<string> {
  const ids = new Set<string>()
  for (const { facet } of entries) {
    for (const id of facet.secrets?.(states.get(facet.name) ?? facet.initial) ?? []) ids.add(id)
  }
  return ids
}
