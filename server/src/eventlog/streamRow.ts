import { isoInstant } from '../database/timestamps.ts'
import type { StreamRef } from '../kernel/facet.ts'
import type { Json } from '../kernel/json.ts'
import type { Registry } from './registry.ts'
import { type FacetRevisions, outdatedFacets, revisionsMember } from './revisions.ts'
import type { Snapshot } from './snapshot.ts'

/** A row of `streams`. */
export interface StreamRow {
  readonly instance_id: string
  readonly stream_type: string
  readonly stream_id: string
  readonly sequence: number
  readonly owner: string
  readonly created_at: string
  readonly changed_at: string
  readonly hash: Buffer
  readonly facets: Readonly<Record<string, Json>>
}

/** A row of `streams` as PostgreSQL renders it in JSON. */
export type StreamJson = Omit<StreamRow, 'hash'> & { readonly hash: string }

/** Converts a row from its JSON. */
export function rowOfJson(json: StreamJson): StreamRow {
  return {
    ...json,
    created_at: isoInstant(json.created_at),
    changed_at: isoInstant(json.changed_at),
    hash: Buffer.from(json.hash.slice('\\x'.length), 'hex'),
  }
}

/** Renders a stream's key as text, unique because the length delimits the instance's id and no type has a colon. */
export function streamKey({ instanceId, type, id }: StreamRef): string {
  return `${instanceId.length}:${instanceId}:${type}:${id}`
}

/** Returns the stream of a row. */
export function refOf(row: Pick<StreamRow, 'instance_id' | 'stream_type' | 'stream_id'>): StreamRef {
  return { instanceId: row.instance_id, type: row.stream_type, id: row.stream_id }
}

/** Whether a stored state has an older facet revision than the code, so that the events must be folded again. */
export function isOutdated({ stream_type: type, facets }: StreamRow, registry: Registry): boolean {
  return outdatedFacets(facets, registry.entries(type), registry.revisions(type)).length > 0
}

/** Converts a row to its snapshot. */
export function snapshotOf(row: StreamRow, registry: Registry): Snapshot {
  const entries = registry.entries(row.stream_type)
  return {
    info: {
      ...refOf(row),
      owner: row.owner,
      sequence: row.sequence,
      createdAt: row.created_at,
      changedAt: row.changed_at,
    },
    hash: row.hash.toString('hex'),
    states: entries.map(({ facet }) => row.facets[facet.name] ?? facet.initial),
    revisions: storedRevisions(row),
  }
}

/** Returns the facet revisions that a row stores; undefined if all are 1. */
export function storedRevisions({ facets }: StreamRow): FacetRevisions | undefined {
  return facets[revisionsMember] as FacetRevisions | undefined
}
