import { z } from 'zod'
import type { Facet, Recorded } from '../../kernel/facet.ts'

/** What happens to a user's metadata; values are base64. */
const metadataEvents = {
  'user.metadata.set': z.strictObject({ key: z.string(), value: z.string() }),
  'user.metadata.removed': z.strictObject({ key: z.string() }),
}

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

/** Free key-value pairs of a user. */
export const metadataFacet: Facet<MetadataState> = {
  name: 'metadata',
  streams: ['user'],
  events: metadataEvents,
  initial,
  evolve(state, event: Recorded) {
    switch (event.type) {
      case 'user.metadata.set': {
        const { key, value } = event.payload as { key: string; value: string }
        const createdAt = state[key]?.createdAt ?? event.createdAt
        return { ...state, [key]: { value, createdAt, changedAt: event.createdAt, sequence: event.sequence } }
      }
      case 'user.metadata.removed': {
        const { [(event.payload as { key: string }).key]: _, ...rest } = state
        return rest
      }
      case 'user.removed':
        return initial
      default:
        return state
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

/** The event that sets one entry; keys are trimmed. */
export function metadataSet(key: string, value: Uint8Array) {
  return {
    type: 'user.metadata.set',
    payload: { key: key.trim(), value: Buffer.from(value).toString('base64') },
  }
}
