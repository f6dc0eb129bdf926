import type { EventDefinition } from '../kernel/events.ts'
import type { Json, JsonObject } from '../kernel/json.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import type { Entry } from './registry.ts'

/** A newer version of the server wrote the data, so this one cannot read it. */
const newerData = refuse(
  'log.newer_data',
  'unavailable',
  'the data was written by a newer version of this server; try again, or start the newer version',
)

/** The member of a snapshot's facets that holds the revisions of its facets; no facet has this name. */
export const revisionsMember = '#'

/** The facet revisions that are not 1, by name. */
export type FacetRevisions = Readonly<Record<string, number>>

/** Returns the revisions that snapshots of these facets store; undefined if all are 1. */
export function revisionsOf(entries: readonly Entry[]): FacetRevisions | undefined {
  const later = entries.flatMap(({ facet: { name, revision = 1 } }) =>
    revision === 1 ? [] : [[name, revision]],
  )
  return later.length === 0 ? undefined : Object.fromEntries(later)
}

/**
 * Returns the facets whose stored state has an older revision than the code. A missing state counts too, as it was the initial
 * one in the older revision. Throws `log.newer_data` if a state is newer.
 */
export function outdatedFacets(
  stored: Readonly<Record<string, Json>>,
  entries: readonly Entry[],
  current: FacetRevisions | undefined,
): readonly string[] {
  const before = stored[revisionsMember] as FacetRevisions | undefined
  if (before === undefined && current === undefined) return []
  return entries.flatMap(({ facet: { name, revision = 1 } }) => {
    const known = before?.[name] ?? 1
    if (known > revision) throw new DomainError(newerData)
    return known < revision ? [name] : []
  })
}

/**
 * Converts a stored payload to the current revision. Returns it as stored if the type has no definition. Throws
 * `log.newer_data` if the revision is newer than the definition's.
 */
export function upcast(
  definition: EventDefinition | undefined,
  revision: number,
  payload: JsonObject,
): JsonObject {
  if (definition === undefined || revision === definition.revision) return payload
  if (revision > definition.revision) throw new DomainError(newerData)
  return definition.upcasts.slice(revision - 1).reduce((older, next) => next(older), payload)
}
