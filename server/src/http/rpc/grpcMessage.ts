import type { UniversalServerResponse } from '@connectrpc/connect/protocol'

/**
 * Encodes `grpc-message` by `plainMessage` instead of the Connect library, which also escapes punctuation that grpc-js
 * (`decodeURI`) does not decode.
 */
export function withPlainMessage(response: UniversalServerResponse): UniversalServerResponse {
  const { body, trailer } = response
  return body === undefined || trailer === undefined
    ? response
    : { ...response, body: rewriteAtEnd(body, trailer) }
}

/** The library sets the trailers at the end of the body. */
async function* rewriteAtEnd(body: AsyncIterable<Uint8Array>, trailer: Headers): AsyncIterable<Uint8Array> {
  yield* body
  const message = trailer.get('grpc-message')
  if (message !== null) trailer.set('grpc-message', plainMessage(decodeURIComponent(message)))
}

/** Encodes `grpc-message` as PROTOCOL-HTTP2.md requires, only characters that are not printable ASCII. */
export function plainMessage(message: string): string {
  return message.replace(/[^ -$&-~]+/gu, (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  )
}
