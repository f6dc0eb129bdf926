import type { UniversalServerResponse } from '@connectrpc/connect/protocol'
import { refuseBody, tooManyElements } from '../body/bodyRefusals.ts'

const textType = 'application/grpc-web-text'

/** Whether the frames of a gRPC-Web request are base64 (PROTOCOL-WEB.md, "Text-encoded"). */
export function isGrpcWebText(contentType: string | undefined): boolean {
  return contentType?.startsWith(textType) === true
}

/** Converts a response of the binary form of gRPC-Web to the text form. */
export function asText(response: UniversalServerResponse): UniversalServerResponse {
  const header = new Headers(response.header)
  const type = header.get('content-type')
  if (!type?.startsWith('application/grpc-web')) return response
  header.set('content-type', type.replace('application/grpc-web', textType))
  return response.body === undefined
    ? { ...response, header }
    : { ...response, header, body: encodeBase64(response.body) }
}

/** Pads each chunk separately, which the protocol allows. */
async function* encodeBase64(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const chunk of body) yield Buffer.from(Buffer.from(chunk).toString('base64'))
}

/** The most padded parts of one body; clients pad each chunk that they write. */
const maxParts = 1000

/** Decodes a body in which padding may occur inside, after every part that the client encoded separately. */
export function decodeBase64(body: Buffer): Buffer {
  const text = body.toString('latin1')
  const padded = text.indexOf('=')
  if (padded < 0 || padded >= text.length - 2) return Buffer.from(text, 'base64')
  const parts = text.split(/(?<==)(?=[^=])/, maxParts + 1)
  if (parts.length > maxParts) refuseBody(tooManyElements)
  return Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')))
}
