import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { type DescMethodUnary, fromBinary, toBinary } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { parseTimeout, setTrailerStatus } from '@connectrpc/connect/protocol-grpc'
import type { InboundCall, Reply } from '../../contract/dispatch.ts'
import type { ClientRequest } from '../forwarded.ts'
import { HttpCall } from '../httpCall.ts'
import type { Outcome } from '../metrics.ts'
import { readBody } from '../readBody.ts'
import { startTogether } from '../startTogether.ts'
import { toConnectError, toWireError, type WireError } from '../wireError.ts'
import { plainMessage } from './grpcMessage.ts'
import type { RpcOptions } from './rpcHandler.ts'

/** A flag for compression and the message's length (PROTOCOL-HTTP2.md, "Length-Prefixed-Message"). */
const prefix = 5

/** Whether a request is gRPC in its most frequent form: protobuf, not compressed, not from a browser. */
export function isPlainGrpc(headers: IncomingHttpHeaders): boolean {
  const type = headers['content-type']
  const plain = type === 'application/grpc' || type === 'application/grpc+proto'
  if (!plain || headers[':method'] !== 'POST' || (headers['grpc-encoding'] ?? 'identity') !== 'identity')
    return false
  return headers.origin === undefined && headers.expect === undefined
}

/**
 * Serves a unary call of that form on its HTTP/2 stream. The Connect library would spend twice as long on the protocol as the
 * product on the call (ADR 11).
 */
export async function serveGrpcUnary(
  { dispatch, logger, metrics, bodyLimit, trustedProxies }: RpcOptions,
  method: DescMethodUnary,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<void> {
  const startedAt = performance.now()
  let outcome: Outcome
  try {
    const timeout = timeoutOf(headers)
    const body = await readBody(stream, headers, bodyLimit + prefix)
    await startTogether()
    const message = parsed(method, unframed(body))
    const reply = await dispatch(
      new HttpCall(method, message, 'grpc', requestOf(stream, headers), trustedProxies, stream, timeout),
    )
    respond(stream, { ...reply.headers }, framed(method, reply))
  } catch (error) {
    const wire = toWireError(error, logger)
    outcome = wire.code
    refuse(stream, statusOf(wire))
  }
  metrics.observe('grpc', method, outcome, startedAt)
}

function requestOf({ session }: ServerHttp2Stream, headers: IncomingHttpHeaders): ClientRequest {
  return {
    headers,
    authority: headers[':authority'],
    get socket() {
      return session?.socket
    },
  }
}

function timeoutOf(headers: IncomingHttpHeaders): number | undefined {
  const given = headers['grpc-timeout']
  const { timeoutMs, error } = parseTimeout(
    typeof given === 'string' ? given : null,
    Number.POSITIVE_INFINITY,
  )
  if (error) throw error
  return timeoutMs
}

/** Returns the message of a unary request. */
function unframed(body: Buffer): Uint8Array {
  if (body.length < prefix)
    throw new ConnectError('the request has no complete message; send one', Code.InvalidArgument)
  if (body[0] !== 0)
    throw new ConnectError('the message is marked as compressed; send grpc-encoding with it', Code.Internal)
  const message = body.subarray(prefix)
  if (body.readUInt32BE(1) === message.length) return message
  throw new ConnectError(
    'the length of the request differs from its prefix; send one message',
    Code.InvalidArgument,
  )
}

function parsed({ input }: DescMethodUnary, bytes: Uint8Array): InboundCall['message'] {
  try {
    return fromBinary(input, bytes)
  } catch (error) {
    throw new ConnectError(
      `parse binary: ${error instanceof Error ? error.message : 'malformed'}`,
      Code.Internal,
    )
  }
}

function framed({ output }: DescMethodUnary, { message }: Reply): Buffer {
  const bytes = toBinary(output, message)
  const frame = Buffer.allocUnsafe(prefix + bytes.length)
  frame.writeUInt8(0)
  frame.writeUInt32BE(bytes.length, 1)
  frame.set(bytes, prefix)
  return frame
}

function statusOf(wire: WireError): Record<string, string> {
  const trailers = new Headers()
  setTrailerStatus(trailers, toConnectError(wire))
  return { ...Object.fromEntries(trailers), 'grpc-message': plainMessage(wire.message) }
}

const contentType = { 'content-type': 'application/grpc+proto' }

function respond(stream: ServerHttp2Stream, headers: Readonly<Record<string, string>>, frame: Buffer): void {
  if (!isOpen(stream)) return
  stream.respond({ ...contentType, ...headers }, { waitForTrailers: true })
  stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }))
  stream.end(frame)
}

/** Trailers only (PROTOCOL-HTTP2.md, "Responses"). */
function refuse(stream: ServerHttp2Stream, status: Readonly<Record<string, string>>): void {
  if (isOpen(stream)) stream.respond({ ...contentType, ...status }, { endStream: true })
}

/** Whether the stream accepts a response; a stream that the client has reset is closed before it is destroyed. */
function isOpen({ destroyed, closed, headersSent }: ServerHttp2Stream): boolean {
  return !destroyed && !closed && !headersSent
}
