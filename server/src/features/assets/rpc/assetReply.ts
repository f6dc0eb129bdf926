import type { Call } from '../../../access/call.ts'
import type { EndpointReply } from '../../../contract/endpoint.ts'
import { fileKind } from '../fileKinds.ts'

/** Who may keep a reply: anyone for good, since each upload gets a key of its own; or the asker, who asks again each time. */
export type Keeping = 'for good' | 'asks again'

const cacheControl: Readonly<Record<Keeping, string>> = {
  'for good': 'public, max-age=31536000, immutable',
  'asks again': 'private, no-cache',
}

/** Shows an asset under its own type; nothing in it runs, nothing is loaded. 304 when the asker has it (RFC 9110 §13.1.2). */
export function assetReply(
  call: Call,
  key: string,
  bytes: Uint8Array,
  keeping: Keeping,
): EndpointReply<'anyone'> {
  const etag = `"${key}"`
  const headers = { etag, 'cache-control': cacheControl[keeping] }
  const known = (call.headers.get('if-none-match') ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(etag) || known.includes('*')) return { status: 304, headers }
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': fileKind(bytes)?.contentType ?? 'application/octet-stream',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    },
    body: bytes,
  }
}
