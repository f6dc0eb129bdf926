import type { EventDefinition } from '../kernel/events.ts'
import type { Json, JsonObject } from '../kernel/json.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import type { Entry } from './registry.ts'

/** A newer version of the server wrote the data, so this one cannot read it. */
const newerData = refuse(
  'log.newer_data',
  'unavailable',
  'A newer version of this server wrote the data; try again, or start the newer version.',
)

/** The member of a snapshot's facets that holds the revisions of its facets; no facet has this name. */
export const revisionsMember = '#'

/** Facet revisions by name, without those that are 1. */
export type FacetRevisions = Readonly<Record<string, number>>

/** The revisions that snapshots of these facets store; undefined if all are 1. */
export function revisionsOf(entries: readonly Entry[]): FacetRevisions | undefined {
  const later = entries.flatMap(({ facet: { name, revision = 1 } }) =>
    revision === 1 ? [] : [[name, revision]],
  )
  return later.length === 0 ? undefined : Object.fromEntries(later)
}

/**
 * The facets whose stored state is of an older revision than the code's. A state that is missing counts too: under the
 * older revision it was the initial one. Throws `log.newer_data` if one is newer.
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
 * Turns a stored payload into one of the current revision. Types without a definition are returned as stored. Throws
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
