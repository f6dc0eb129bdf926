import type { Facet, Recorded } from '../../kernel/facet.ts'
import { type MetadataEvent, metadataEvents } from './events.ts'
import { metadataRows } from './rows.ts'

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
export const orgMetadataFacet: Facet<OrgMetadataState> = {
  name: 'orgMetadata',
  streams: ['org'],
  events: metadataEvents,
  initial: {},
  evolve(state, recorded) {
    if (recorded.type === 'org.removed') return {}
    const event = recorded as Recorded<MetadataEvent>
    switch (event.type) {
      case 'org.metadata.set': {
        const { key, value } = event.payload
        const { createdAt, sequence } = event
        const before = entryOf(state, key)
        return {
          ...state,
          [key]: { value, createdAt: before?.createdAt ?? createdAt, changedAt: createdAt, sequence },
        }
      }
      case 'org.metadata.removed': {
        const { [event.payload.key]: _, ...rest } = state
        return rest
      }
      default:
        return state
    }
  },
  rows: metadataRows,
}

/** The entry with this key, whatever the key is called. */
export function entryOf(state: OrgMetadataState, key: string): MetadataEntry | undefined {
  return Object.hasOwn(state, key) ? state[key] : undefined
}
