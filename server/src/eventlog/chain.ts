import { textInvalid } from '../database/unavailable.ts'
import { sha256Hex } from '../kernel/crypto/sha256.ts'
import type { Recorded, StreamRef } from '../kernel/facet.ts'
import { canonicalJson } from '../kernel/json.ts'
import { DomainError } from '../kernel/refusal.ts'

/** The hash before a stream's first event. Hashes are texts of hexadecimal digits, as which they come and go. */
export const chainStart = ''

// JSON escapes exactly these: NUL and halves of surrogate pairs; a backslash that was there before comes doubled.
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/

/**
 * An event's hash covers everything it says and the hash before it, so that no event can change unnoticed. Text that
 * PostgreSQL cannot hold is refused here, before it meets the events of others in one statement.
 */
export function chainHash(previous: string, stream: StreamRef & { owner: string }, event: Recorded): string {
  const text = canonicalEvent(stream, event)
  if (text.includes('\\u') && unstorable.test(text)) throw new DomainError(textInvalid)
  return sha256Hex(previous + text)
}

/** The `canonicalJson` of all that is hashed, written out, as it is rendered for every event. */
function canonicalEvent(
  { instanceId, type, id, owner }: StreamRef & { owner: string },
  event: Recorded,
): string {
  const json = JSON.stringify
  return `{"createdAt":${json(event.createdAt)},"creator":${json(event.creator)},"instance":${json(instanceId)},"owner":${json(owner)},"payload":${canonicalJson(event.payload)},"sequence":${event.sequence},"stream":{"id":${json(id)},"type":${json(type)}},"type":${json(event.type)}}`
}
