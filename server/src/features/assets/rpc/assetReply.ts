import { LRUCache } from 'lru-cache'
import type { Call } from '../../../access/call.ts'
import type { EndpointReply } from '../../../contract/endpoint.ts'
import { fileKind } from '../fileKinds.ts'

/** How clients cache a reply. `forever` is for addresses with an upload's own key. */
export type Caching = 'forever' | 'revalidate'

const cacheControl: Readonly<Record<Caching, string>> = {
  forever: 'public, max-age=31536000, immutable',
  revalidate: 'private, no-cache',
}

/** Replies with an asset that can neither run nor load anything; 304 if the client has it (RFC 9110 §13.1.2). */
export async function assetReply(
  call: Call,
  key: string,
  bytes: Uint8Array,
  caching: Caching,
): Promise<EndpointReply<'anyone'>> {
  const etag = `"${key}"`
  const headers = { etag, 'cache-control': cacheControl[caching] }
  const known = (call.headers.get('if-none-match') ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(etag) || known.includes('*')) return { status: 304, headers }
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': await contentTypeOf(key, bytes),
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    },
    body: bytes,
  }
}

/** The content types by key; the bytes of a key never change. */
const contentTypes = new LRUCache<string, string>({ max: 1000 })

/** Checks the file again, because an earlier version may have accepted it. */
async function contentTypeOf(key: string, bytes: Uint8Array): Promise<string> {
  const known = contentTypes.get(key)
  if (known !== undefined) return known
  const type = (await fileKind(bytes))?.contentType ?? 'application/octet-stream'
  contentTypes.set(key, type)
  return type
}
