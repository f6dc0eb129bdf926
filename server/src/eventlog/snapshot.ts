import type { IndexRows, Recorded, StreamInfo, StreamRef } from '../kernel/facet.ts'
import { type Json, type JsonObject, sameJson } from '../kernel/json.ts'
import { chainStart } from './chain.ts'
import type { Entry } from './registry.ts'
import { type FacetRevisions, revisionsMember, revisionsOf } from './revisions.ts'

/** The immutable state of a stream at one sequence, as the table `streams` stores it. */
export interface Snapshot {
  readonly info: StreamInfo
  /** Of the last event, in hexadecimal. */
  readonly hash: string
  /** The states of all facets by `Entry.at`, including initial ones. */
  readonly states: readonly Json[]
  /** The facet revisions as the database stores them; an append must find the same ones. */
  readonly revisions?: FacetRevisions | undefined
  /** Set if the states were folded from the events because the stored ones had an older facet revision. */
  readonly outdated?: Outdated
}

/** The rows and secrets of older facet revisions in the database; the next append replaces them. */
export interface Outdated {
  /** The rows of the stored states; none if the current facets cannot read them. */
  readonly rows: IndexRows
  /** The ids of all secrets of the stream. */
  readonly secrets: readonly string[]
}

/** Returns the state of a facet; the initial one if the snapshot is from before the facet. */
export function stateOf({ states }: Snapshot, { at, facet }: Entry): Json {
  return states[at] ?? facet.initial
}

/** Returns the snapshot of a stream without events. */
export function emptySnapshot({ instanceId, type, id }: StreamRef, entries: readonly Entry[]): Snapshot {
  return {
    info: { instanceId, type, id, owner: '', sequence: 0, createdAt: '', changedAt: '' },
    hash: chainStart,
    states: entries.map(({ facet }) => facet.initial),
  }
}

/** Returns the snapshot after one more event; throws unless its sequence is the next one. */
export function evolveSnapshot(
  before: Snapshot,
  entries: readonly Entry[],
  event: Recorded,
  owner: string,
  hash: string,
): Snapshot {
  const { info } = before
  if (event.sequence !== info.sequence + 1) throw new Error('an event was skipped or repeated')
  const states = entries.map((entry) => {
    const state = stateOf(before, entry)
    return entry.receives.has(event.type) ? entry.facet.evolve(state, event) : state
  })
  const next = {
    ...info,
    owner: info.sequence === 0 ? owner : info.owner,
    sequence: event.sequence,
    createdAt: info.sequence === 0 ? event.createdAt : info.createdAt,
    changedAt: event.createdAt,
  }
  return {
    info: next,
    hash,
    states,
    revisions: isStoredWhole(before) ? revisionsOf(entries) : before.revisions,
  }
}

/** Whether the next append stores all facets and their revisions: the stream is new or was folded from its events. */
export function isStoredWhole({ info, outdated }: Snapshot): boolean {
  return info.sequence === 0 || outdated !== undefined
}

/** Returns the stored form of the facets: states that are not initial, and revisions that are not 1. */
export function storedFacets(snapshot: Snapshot, entries: readonly Entry[]): JsonObject {
  const stored = entries.filter((entry) => !isInitial(entry, stateOf(snapshot, entry)))
  const states = Object.fromEntries(stored.map((entry) => [entry.facet.name, stateOf(snapshot, entry)]))
  const revisions = revisionsOf(entries)
  return revisions === undefined ? states : { ...states, [revisionsMember]: revisions }
}

/** Whether a state is the initial one, which is not stored. */
export function isInitial({ facet }: Entry, state: Json): boolean {
  return sameJson(state, facet.initial)
}

/** Renders the index rows of the facets by table; a stream without events has none. */
export function renderRows(snapshot: Snapshot, entries: readonly Entry[]): IndexRows {
  const rows: Record<string, JsonObject[]> = {}
  if (snapshot.info.sequence === 0) return rows
  for (const entry of entries) {
    const rendered = entry.facet.rows?.(stateOf(snapshot, entry), snapshot.info)
    for (const [table, some] of Object.entries(rendered ?? {})) {
      const known = rows[table]
      if (known === undefined) rows[table] = [...some]
      else known.push(...some)
    }
  }
  return rows
}

/** Returns the ids of the secrets that the states refer to. */
export function secretIds(snapshot: Snapshot, entries: readonly Entry[]): Set<string> {
  const ids = new Set<string>()
  for (const entry of entries) {
    for (const id of entry.facet.secrets?.(stateOf(snapshot, entry)) ?? []) ids.add(id)
  }
  return ids
}
