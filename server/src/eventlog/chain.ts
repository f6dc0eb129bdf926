import { sha256 } from '../kernel/crypto/sha256.ts'
import type { Recorded, StreamRef } from '../kernel/facet.ts'
import { canonicalJson } from '../kernel/json.ts'

/** The hash before a stream's first event. */
export const chainStart: Buffer = Buffer.alloc(0)

/** An event's hash covers everything it says and the hash before it, so that no event can change unnoticed. */
export function chainHash(
  previous: Uint8Array,
  stream: StreamRef & { owner: string },
  event: Recorded,
): Buffer {
  const text = canonicalJson({
    instance: stream.instanceId,
    stream: { type: stream.type, id: stream.id },
    sequence: event.sequence,
    type: event.type,
    createdAt: event.createdAt,
    creator: event.creator,
    owner: stream.owner,
    payload: event.payload,
  })
  return sha256(Buffer.concat([previous, Buffer.from(text)]))
}
