import { storable } from '../database/unavailable.ts'
import { sha256Hex } from '../kernel/crypto/sha256.ts'
import type { Recorded, StreamRef } from '../kernel/facet.ts'
import { canonicalJson } from '../kernel/json.ts'

/** The hash before a stream's first event. Hashes are texts of hexadecimal digits. */
export const chainStart = ''

/**
 * Hashes an event as it is stored, of its own revision, together with the hash before it, so that no event can change
 * unnoticed. Refuses text that PostgreSQL cannot hold, before it shares a statement with the events of other requests.
 */
export function chainHash(
  previous: string,
  stream: StreamRef & { owner: string },
  event: Recorded,
  revision: number,
): string {
  return sha256Hex(previous + storable(canonicalEvent(stream, event, revision)))
}

/** The `canonicalJson` of the hashed members, written out because it is rendered for every event. */
function canonicalEvent(
  { instanceId, type, id, owner }: StreamRef & { owner: string },
  event: Recorded,
  revision: number,
): string {
  const json = JSON.stringify
  return `{"createdAt":${json(event.createdAt)},"creator":${json(event.creator)},"instance":${json(instanceId)},"owner":${json(owner)},"payload":${canonicalJson(event.payload)},"revision":${revision},"sequence":${event.sequence},"stream":{"id":${json(id)},"type":${json(type)}},"type":${json(event.type)}}`
}
