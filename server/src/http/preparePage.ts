import { gzipSync } from 'node:zlib'
import type { EndpointReply } from '../contract/endpoint.ts'
import { contentEncoding } from '../kernel/contentEncoding.ts'
import { randomBytes } from '../kernel/crypto/randomBytes.ts'
import { securityHeaders } from './securityHeaders.ts'

/** The lowest level, a window of 8 KiB and a small buffer: preparing the usual ones takes longer than compressing a page. */
const compression = { level: 1, windowBits: 13, memLevel: 6, chunkSize: 4096 }

/** A page as it is sent. */
export interface PreparedPage {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** Renders a page with a nonce of its own, and compresses it if it may be and the client accepts that. */
export function preparePage(
  page: Extract<EndpointReply, { kind: 'page' }>,
  client: { readonly accepts: string | undefined; readonly secure: boolean },
): PreparedPage {
  const { status: _, html, headers = {}, compressible = false, ...liberties } = page
  const nonce = randomBytes(16).toString('base64')
  const sent = {
    ...headers,
    ...securityHeaders({ ...liberties, nonce, secure: client.secure }),
    'content-type': 'text/html; charset=utf-8',
  }
  const text = html(nonce)
  if (!compressible) return { headers: sent, body: text }
  const varying = { ...sent, vary: 'accept-encoding' }
  if (contentEncoding(client.accepts, ['gzip']) === undefined) return { headers: varying, body: text }
  // At once: a page is a few kilobytes, which takes less time than a visit to the thread pool.
  return { headers: { ...varying, 'content-encoding': 'gzip' }, body: gzipSync(text, compression) }
}
