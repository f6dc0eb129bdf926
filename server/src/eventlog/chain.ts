import { storable } from '../database/unavailable.ts'
import { sha256Hex } from '../kernel/crypto/sha256.ts'
import type { Recorded, StreamRef } from '../kernel/facet.ts'
import { canonicalJson } from '../kernel/json.ts'

/** The hash before a stream's first event. Hashes are texts of hexadecimal digits, as which they come and go. */
export const chainStart = ''

/**
 * An event's hash covers everything it says and the hash before it, so that no event can change unnoticed. Text that
 * PostgreSQL cannot hold is refused here, before it meets the events of others in one statement.
 */
export function chainHash(previous: string, stream: StreamRef & { owner: string }, event: Recorded): string {
  return sha256Hex(previous + storable(canonicalEvent(stream, event)))
}

/** The `canonicalJson` of all that is hashed, written out, as it is rendered for every event. */
function canonicalEvent(
  { instanceId, type, id, owner }: StreamRef & { owner: string },
  event: Recorded,
): string {
  const json = JSON.stringify
  return `{"createdAt":${json(event.createdAt)},"creator":${json(event.creator)},"instance":${json(instanceId)},"owner":${json(owner)},"payload":${canonicalJson(event.payload)},"sequence":${event.sequence},"stream":{"id":${json(id)},"type":${json(type)}},"type":${json(event.type)}}`
}
