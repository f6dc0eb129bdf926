import type { UniversalServerResponse } from '@connectrpc/connect/protocol'

/**
 * Puts `plainMessage` in place of what the Connect library makes of `grpc-message`: it also escapes punctuation, which
 * grpc-js (`decodeURI`) then shows to its users.
 */
export function withPlainMessage(response: UniversalServerResponse): UniversalServerResponse {
  const { body, trailer } = response
  return body === undefined || trailer === undefined
    ? response
    : { ...response, body: rewriteAtEnd(body, trailer) }
}

/** The library fills the trailers when the body has ended. */
async function* rewriteAtEnd(body: AsyncIterable<Uint8Array>, trailer: Headers): AsyncIterable<Uint8Array> {
  yield* body
  const message = trailer.get('grpc-message')
  if (message !== null) trailer.set('grpc-message', plainMessage(decodeURIComponent(message)))
}

/** Encodes `grpc-message` as PROTOCOL-HTTP2.md says: only what is not printable ASCII. */
export function plainMessage(message: string): string {
  return message.replace(/[^ -$&-~]+/gu, (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}
