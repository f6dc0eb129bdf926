import type { UniversalHandlerFn, UniversalServerResponse } from '@connectrpc/connect/protocol'
import { assertByteStreamRequest } from '@connectrpc/connect/protocol'

const textType = 'application/grpc-web-text'

/** Whether the frames of a gRPC-Web request are base64 (PROTOCOL-WEB.md, "Text-encoded"). */
export function isGrpcWebText(contentType: string | undefined): boolean {
  return contentType?.startsWith(textType) === true
}

/** Serves the text form of gRPC-Web with a handler of the binary form. */
export function withTextFrames(handler: UniversalHandlerFn): UniversalHandlerFn {
  return async (request) => {
    assertByteStreamRequest(request)
    const header = new Headers(request.header)
    const textual = header.get('content-type') ?? textType
    header.set('content-type', textual.replace(textType, 'application/grpc-web'))
    const response = await handler({ ...request, header, body: decodeBase64(request.body) })
    return asText(response)
  }
}

function asText(response: UniversalServerResponse): UniversalServerResponse {
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

/** Decodes groups of four characters, so that chunks may end anywhere and padding may occur inside. */
async function* decodeBase64(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let rest = ''
  for await (const chunk of body) {
    const text = rest + Buffer.from(chunk).toString('latin1')
    const whole = text.length - (text.length % 4)
    rest = text.slice(whole)
    for (const part of text.slice(0, whole).match(/[^=]+={0,2}/g) ?? []) yield Buffer.from(part, 'base64')
  }
  if (rest !== '') yield Buffer.from(rest, 'base64')
}
