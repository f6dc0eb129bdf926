import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { userMetadataRemoved, userMetadataSet, userRemoved } from './events.ts'

/** The entries by key. */
export type MetadataState = {
  readonly [key: string]: {
    /** Base64. */
    readonly value: string
    readonly createdAt: string
    readonly changedAt: string
    readonly sequence: number
  }
}

const initial: MetadataState = {}
const events = [userMetadataSet, userMetadataRemoved] as const

/** The key-value pairs of a user. */
export const metadataFacet: Facet<MetadataState, EventOf<typeof events | typeof userRemoved>> = {
  name: 'metadata',
  streams: ['user'],
  events,
  hears: [userRemoved],
  initial,
  evolve(state, event) {
    switch (event.type) {
      case userMetadataSet.type: {
        const { key, value } = event.payload
        const createdAt = state[key]?.createdAt ?? event.createdAt
        return { ...state, [key]: { value, createdAt, changedAt: event.createdAt, sequence: event.sequence } }
      }
      case userMetadataRemoved.type: {
        const { [event.payload.key]: _, ...rest } = state
        return rest
      }
      case userRemoved.type:
        return initial
    }
  },
  rows: (state, stream) => ({
    user_metadata: Object.entries(state).map(([key, entry]) => ({
      instance_id: stream.instanceId,
      user_id: stream.id,
      key,
      value: `\\x${Buffer.from(entry.value, 'base64').toString('hex')}`,
      created_at: entry.createdAt,
      changed_at: entry.changedAt,
      sequence: entry.sequence,
    })),
  }),
}
