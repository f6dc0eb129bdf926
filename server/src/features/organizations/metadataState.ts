import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { type MetadataEvent, metadataEvents, orgRemoved } from './events.ts'
import { metadataRows } from './rows.ts'

/** A value that clients keep at an organization. */
export type MetadataEntry = {
  /** Base64. */
  readonly value: string
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The metadata of an organization, by key. */
export type OrgMetadataState = { readonly [key: string]: MetadataEntry }

/** Entries that clients keep at an organization. */
export const orgMetadataFacet: Facet<OrgMetadataState, MetadataEvent | EventOf<typeof orgRemoved>> = {
  name: 'orgMetadata',
  streams: ['org'],
  events: Object.values(metadataEvents),
  hears: [orgRemoved],
  initial: {},
  evolve(state, event) {
    switch (event.type) {
      case metadataEvents.set.type: {
        const { key, value } = event.payload
        const { createdAt, sequence } = event
        const before = entryOf(state, key)
        const entry = { value, createdAt: before?.createdAt ?? createdAt, changedAt: createdAt, sequence }
        return { ...state, [key]: entry }
      }
      case metadataEvents.removed.type: {
        const { [event.payload.key]: _, ...rest } = state
        return rest
      }
      case orgRemoved.type:
        return {}
    }
  },
  rows: metadataRows,
}

/** The entry with this key, which may be any text. */
export function entryOf(state: OrgMetadataState, key: string): MetadataEntry | undefined {
  return Object.hasOwn(state, key) ? state[key] : undefined
}
