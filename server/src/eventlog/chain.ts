import { storable } from '../database/unavailable.ts'
import { sha256Hex } from '../kernel/crypto/sha256.ts'
import type { Recorded, StreamRef } from '../kernel/facet.ts'
import { canonicalJson } from '../kernel/json.ts'
import type { LogKey } from './logKey.ts'

/** The hash before the first event of a stream. Hashes are hexadecimal text. */
export const chainStart = ''

/** The values that a hash covers besides the previous hash. */
export interface Hashed {
  readonly stream: StreamRef & { readonly owner: string }
  readonly event: Recorded
  /** Of the payload as it is stored. */
  readonly revision: number
}

/** Hashes the events of a stream into a chain: each hash covers the event and the hash before it. */
export interface EventChain {
  /** Returns the HMAC-SHA-256 of the next event. Refuses text that PostgreSQL cannot store, before it is batched. */
  next(previous: string, hashed: Hashed): string
  /** Returns how a stored hash was made: with the log's key, without a key (by version 0.2.0), or not from this event. */
  check(stored: string, previous: string, hashed: Hashed): 'keyed' | 'unkeyed' | 'broken'
}

/** Opens the chain with the log's key. */
export function openEventChain({ events }: Pick<LogKey, 'events'>): EventChain {
  return {
    next: (previous, hashed) => events(previous + storable(canonicalEvent(hashed))),
    check(stored, previous, hashed) {
      const text = previous + canonicalEvent(hashed)
      if (stored === events(text)) return 'keyed'
      return stored === sha256Hex(text) ? 'unkeyed' : 'broken'
    },
  }
}

/** Renders the `canonicalJson` of the hashed members; a fixed order of members is faster, as this runs for every event. */
function canonicalEvent({ stream: { instanceId, type, id, owner }, event, revision }: Hashed): string {
  const json = JSON.stringify
  return `{"createdAt":${json(event.createdAt)},"creator":${json(event.creator)},"instance":${json(instanceId)},"owner":${json(owner)},"payload":${canonicalJson(event.payload)},"revision":${revision},"sequence":${event.sequence},"stream":{"id":${json(id)},"type":${json(type)}},"type":${json(event.type)}}`
}
