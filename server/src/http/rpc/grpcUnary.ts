import { type DescMethodUnary, fromBinary, toBinary } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { parseTimeout, setTrailerStatus } from '@connectrpc/connect/protocol-grpc'
import type { InboundCall, Reply } from '../../contract/dispatch.ts'
import { HttpCall, type Request, type Response } from '../httpCall.ts'
import type { Outcome } from '../metrics.ts'
import { readBody } from '../readBody.ts'
import { toConnectError, toWireError, type WireError } from '../wireError.ts'
import { plainMessage } from './grpcMessage.ts'
import type { RpcOptions } from './rpcHandler.ts'

/** A flag for compression and the message's length (PROTOCOL-HTTP2.md, "Length-Prefixed-Message"). */
const prefix = 5

/** Whether a request is gRPC over HTTP/2 in the form that nearly all calls have: protobuf, not compressed. */
export function isPlainGrpc({ httpVersionMajor, method, headers }: Request): boolean {
  const type = headers['content-type']
  const encoding = headers['grpc-encoding'] ?? 'identity'
  const plain = (type === 'application/grpc' || type === 'application/grpc+proto') && encoding === 'identity'
  return plain && httpVersionMajor === 2 && method === 'POST'
}

/**
 * Serves a unary call of that form. The Connect library would too, but spends twice as long on carrying a call as the
 * product on answering it (ADR 11).
 */
export async function serveGrpcUnary(
  { dispatch, logger, metrics, bodyLimit }: RpcOptions,
  method: DescMethodUnary,
  request: Request,
  response: Response,
): Promise<void> {
  const startedAt = performance.now()
  let outcome: Outcome
  try {
    const patience = patienceOf(request)
    const message = parsed(method, unframed(await readBody(request, bodyLimit + prefix)))
    const reply = await dispatch(new HttpCall(method, message, 'grpc', request, response, patience))
    send(response, { ...reply.headers }, framed(method, reply), { 'grpc-status': '0' })
  } catch (error) {
    const wire = toWireError(error, logger)
    outcome = wire.code
    send(response, {}, undefined, statusOf(wire))
  }
  metrics.observe('grpc', method, outcome, startedAt)
}

function patienceOf({ headers }: Request): number | undefined {
  const given = headers['grpc-timeout']
  const { timeoutMs, error } = parseTimeout(
    typeof given === 'string' ? given : null,
    Number.POSITIVE_INFINITY,
  )
  if (error) throw error
  return timeoutMs
}

/** The one message of a unary request. */
function unframed(body: Buffer): Uint8Array {
  if (body.length < prefix) throw new ConnectError('the request holds no whole message', Code.InvalidArgument)
  if (body[0] !== 0)
    throw new ConnectError('the message is marked as compressed without grpc-encoding', Code.Internal)
  const message = body.subarray(prefix)
  if (body.readUInt32BE(1) === message.length) return message
  throw new ConnectError('the request is not one message of the length it says', Code.InvalidArgument)
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

function send(
  response: Response,
  headers: Readonly<Record<string, string>>,
  frame: Buffer | undefined,
  trailers: Readonly<Record<string, string>>,
): void {
  if (response.destroyed) return
  response.writeHead(200, { 'content-type': 'application/grpc+proto', ...headers })
  response.addTrailers(trailers)
  response.end(frame)
}
