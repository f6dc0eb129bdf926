import { storable } from '../database/unavailable.ts'
import { sha256Hex } from '../kernel/crypto/sha256.ts'
import type { Recorded, StreamRef } from '../kernel/facet.ts'
import { canonicalJson } from '../kernel/json.ts'

/** The hash before the first event of a stream. Hashes are hexadecimal text. */
export const chainStart = ''

/**
 * Hashes an event in its stored revision together with the previous hash, so that a changed event is detected. Refuses text
 * that PostgreSQL cannot store, before it is batched with the events of other requests.
 */
export function chainHash(
  previous: string,
  stream: StreamRef & { owner: string },
  event: Recorded,
  revision: number,
): string {
  return sha256Hex(previous + storable(canonicalEvent(stream, event, revision)))
}

/** Renders the `canonicalJson` of the hashed members; a fixed order of members is faster, as this runs for every event. */
function canonicalEvent(
  { instanceId, type, id, owner }: StreamRef & { owner: string },
  event: Recorded,
  revision: number,
): string {
  const json = JSON.stringify
  return `{"createdAt":${json(event.createdAt)},"creator":${json(event.creator)},"instance":${json(instanceId)},"owner":${json(owner)},"payload":${canonicalJson(event.payload)},"revision":${revision},"sequence":${event.sequence},"stream":{"id":${json(id)},"type":${json(type)}},"type":${json(event.type)}}`
}
