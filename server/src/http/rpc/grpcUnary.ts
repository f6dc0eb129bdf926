import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { type DescMethodUnary, fromBinary, toBinary } from '@bufbuild/protobuf'
import { parseTimeout, setTrailerStatus } from '@connectrpc/connect/protocol-grpc'
import type { InboundCall } from '../../contract/dispatch.ts'
import { bodyDemand } from '../body/bodyDemand.ts'
import { malformedMessage } from '../body/bodyRefusals.ts'
import { readBody } from '../body/readBody.ts'
import { scanMessage } from '../body/scanMessage.ts'
import { closeStream } from '../discardBody.ts'
import type { ClientRequest } from '../forwarded.ts'
import { HttpCall, headOf } from '../httpCall.ts'
import type { Outcome } from '../metrics.ts'
import { startTogether } from '../startTogether.ts'
import { toConnectError, toWireError, type WireError } from '../wireError.ts'
import { framed, framePrefix, noEncoding, unframed } from './grpcFrame.ts'
import { plainMessage } from './grpcMessage.ts'
import type { RpcOptions } from './rpcHandler.ts'

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
  { dispatch, logger, metrics, bodies, trustedProxies }: RpcOptions,
  method: DescMethodUnary,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<void> {
  const startedAt = performance.now()
  const hold = bodies.open()
  let outcome: Outcome
  try {
    const timeout = timeoutOf(headers)
    const request = new StreamRequest(stream, headers)
    const demand = bodyDemand(dispatch.admission, method, headOf(request, trustedProxies))
    const { limit } = demand
    const body = await readBody(stream, headers, hold, { ...demand, framing: framePrefix })
    const { compressed, message: bytes } = unframed(body, limit)
    if (compressed) throw noEncoding()
    const waits = hold.decode(bytes.length, scanMessage(method.input, bytes))
    await (waits ?? startTogether())
    const message = parsed(method, bytes)
    const reply = await dispatch(
      new HttpCall(method, message, 'grpc', request, trustedProxies, stream, timeout),
    )
    respond(stream, { ...reply.headers }, framed(toBinary(method.output, reply.message)))
  } catch (error) {
    const wire = toWireError(error, logger)
    outcome = wire.code
    refuse(stream, statusOf(wire))
  } finally {
    hold.release()
  }
  metrics.observe('grpc', method, outcome, startedAt)
}

/** A stream as a request; its socket is looked up when it is read, as a closed session has none. */
class StreamRequest implements ClientRequest {
  readonly headers: IncomingHttpHeaders
  readonly authority: string | undefined
  readonly peer: string | undefined
  readonly #stream: ServerHttp2Stream

  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders) {
    this.headers = headers
    this.authority = headers[':authority']
    this.peer = stream.session?.socket.remoteAddress
    this.#stream = stream
  }

  get socket(): ClientRequest['socket'] {
    return this.#stream.session?.socket
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

function parsed({ input }: DescMethodUnary, bytes: Uint8Array): InboundCall['message'] {
  try {
    return fromBinary(input, bytes)
  } catch (error) {
    throw malformedMessage(error instanceof Error ? error.message : 'it cannot be decoded')
  }
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
  if (!isOpen(stream)) return
  stream.respond({ ...contentType, ...status }, { endStream: true })
  closeStream(stream)
}

/** Whether the stream accepts a response; a stream that the client has reset is closed before it is destroyed. */
function isOpen({ destroyed, closed, headersSent }: ServerHttp2Stream): boolean {
  return !destroyed && !closed && !headersSent
}
