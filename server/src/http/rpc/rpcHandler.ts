import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import type { DescFile, DescMethodUnary } from '@bufbuild/protobuf'
import {
  Code,
  ConnectError,
  createConnectRouter,
  createContextKey,
  createContextValues,
  type HandlerContext,
} from '@connectrpc/connect'
import type {
  UniversalHandler,
  UniversalHandlerFn,
  UniversalServerRequest,
} from '@connectrpc/connect/protocol'
import {
  compressionBrotli,
  compressionGzip,
  universalRequestFromNodeRequest,
  universalResponseToNodeResponse,
} from '@connectrpc/connect-node'
import type { Logger } from 'pino'
import type { TrustedProxies } from '../../config/trustedProxies.ts'
import type { Dispatch, InboundCall } from '../../contract/dispatch.ts'
import { isUnary } from '../../contract/restRoutes.ts'
import { contractFiles, contractRegistry, services } from '../../contract/services.ts'
import type { Clock } from '../../kernel/clock.ts'
import { clientAddress, clientAuthority, isClientSecure } from '../forwarded.ts'
import { headersOf, type Request, type Response } from '../httpCall.ts'
import type { Metrics, Outcome } from '../metrics.ts'
import { startTogether } from '../startTogether.ts'
import { toConnectError, toWireError } from '../wireError.ts'
import { withPlainMessage } from './grpcMessage.ts'
import { isPlainGrpc, serveGrpcUnary } from './grpcUnary.ts'
import { isGrpcWebText, withTextFrames } from './grpcWebText.ts'
import { addHealth, healthFile } from './health.ts'
import { addReflection } from './reflection.ts'

/** The parts of the server that the RPC handler uses. */
export interface RpcOptions {
  readonly dispatch: Dispatch
  readonly logger: Logger
  readonly metrics: Metrics
  /** Bytes of one message. */
  readonly bodyLimit: number
  readonly ready: () => Promise<void>
  readonly trustedProxies: TrustedProxies
  /** Ends health watches. */
  readonly closing: AbortSignal
  readonly clock: Pick<Clock, 'pause'>
}

/** Serves requests whose path is `/<package.Service>/<Method>`; both methods return false if they do not serve the request. */
export interface RpcHandler {
  request(request: Request, response: Response, path: string): boolean
  /** Serves plain gRPC on an HTTP/2 stream. */
  stream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): boolean
}

const requestKey = createContextKey<Request | undefined>(undefined)

const protocols: Readonly<Record<string, InboundCall['protocol']>> = {
  grpc: 'grpc',
  'grpc-web': 'grpc-web',
  connect: 'connect',
}

/** Creates the handler of all methods of the contract over gRPC, gRPC-Web (binary and text) and Connect, with reflection and health. */
export function createRpcHandler(options: RpcOptions): RpcHandler {
  const router = createConnectRouter({
    acceptCompression: [compressionGzip, compressionBrotli],
    readMaxBytes: options.bodyLimit,
    jsonOptions: { registry: contractRegistry, ignoreUnknownFields: true },
  })
  const unary = new Map<string, DescMethodUnary>()
  for (const service of services) {
    for (const method of service.methods) {
      if (!isUnary(method)) continue
      router.rpc(method, (message, context) => serve(options, method, message, context))
      unary.set(`/${service.typeName}/${method.name}`, method)
    }
  }
  const files: readonly DescFile[] = [...contractFiles, healthFile]
  const names = new Set(files.flatMap((file) => file.services.map((service) => service.typeName)))
  addReflection(router, files)
  addHealth(router, names, options.ready, options.closing, options.clock)
  const handlers = new Map(router.handlers.map((handler) => [handler.requestPath, handler]))
  return {
    request(request, response, path) {
      const handler = handlers.get(path)
      if (handler === undefined) return refuseUnknown(request, response)
      respond(handler, request, response, options.logger)
      return true
    },
    stream(stream, headers) {
      const method = isPlainGrpc(headers) ? unary.get(headers[':path'] ?? '') : undefined
      if (method !== undefined) void serveGrpcUnary(options, method, stream, headers)
      return method !== undefined
    },
  }
}

async function serve(
  { dispatch, logger, metrics, trustedProxies }: RpcOptions,
  method: DescMethodUnary,
  message: InboundCall['message'],
  context: HandlerContext,
): Promise<InboundCall['message']> {
  const startedAt = performance.now()
  const protocol = protocols[context.protocolName] ?? 'connect'
  let outcome: Outcome
  try {
    await startTogether()
    const reply = await dispatch(inbound(method, message, protocol, context, trustedProxies))
    for (const [name, value] of Object.entries(reply.headers ?? {})) context.responseHeader.set(name, value)
    return reply.message
  } catch (error) {
    const wire = toWireError(error, logger)
    outcome = wire.code
    throw toConnectError(wire)
  } finally {
    metrics.observe(protocol, method, outcome, startedAt)
  }
}

function inbound(
  method: DescMethodUnary,
  message: InboundCall['message'],
  protocol: InboundCall['protocol'],
  context: HandlerContext,
  trusts: TrustedProxies,
): InboundCall {
  const request = context.values.get(requestKey)
  if (request === undefined) throw new Error('the context of the RPC lacks its request')
  return {
    method,
    message,
    protocol,
    headers: headersOf(request),
    authority: clientAuthority(request, trusts),
    secure: isClientSecure(request, trusts),
    clientAddress: clientAddress(request, trusts),
    signal: context.signal,
  }
}

function respond(handler: UniversalHandler, request: Request, response: Response, logger: Logger): void {
  const contentType = request.headers['content-type']
  const text = isGrpcWebText(contentType)
  const serveBinary: UniversalHandlerFn = text ? withTextFrames(handler) : handler
  if (!contentType?.startsWith('application/grpc') || contentType.startsWith('application/grpc-web')) {
    response.setHeader('cache-control', 'no-store')
    response.setHeader('x-robots-tag', 'none')
  }
  const universal = universalRequest(request, response)
  if (universal === undefined) {
    response.writeHead(400, { 'content-type': 'text/plain' })
    response.end('malformed authority or path')
    return
  }
  run(serveBinary, universal, response).catch((error: unknown) => {
    const { code } = ConnectError.from(error)
    const disconnected = code === Code.Aborted || code === Code.Canceled || response.destroyed
    if (!disconnected)
      logger.error({ err: error, method: handler.method.name }, 'the response of an RPC could not be sent')
    if (!response.headersSent) response.writeHead(disconnected ? 499 : 500)
    response.end()
  })
}

async function run(
  handler: UniversalHandlerFn,
  request: UniversalServerRequest,
  response: Response,
): Promise<void> {
  await universalResponseToNodeResponse(withPlainMessage(await handler(request)), response)
}

/** Converts the request for the Connect library; undefined if authority and path are not a URL. */
function universalRequest(request: Request, response: Response): UniversalServerRequest | undefined {
  const contextValues = createContextValues().set(requestKey, request)
  if (
    !URL.canParse(request.url ?? '', `http://${request.headers[':authority'] ?? request.headers.host ?? ''}`)
  )
    return undefined
  return universalRequestFromNodeRequest(request, response, undefined, contextValues)
}

/** Refuses unknown methods in the protocol of gRPC clients; returns false for other clients. */
function refuseUnknown(request: Request, response: Response): boolean {
  const contentType = request.headers['content-type'] ?? ''
  if (!contentType.startsWith('application/grpc')) return false
  const status = { 'grpc-status': String(Code.Unimplemented), 'grpc-message': 'unknown service or method' }
  const web = contentType.startsWith('application/grpc-web')
  request.resume()
  response.writeHead(200, { 'content-type': contentType, ...(web ? status : {}) })
  if (!web) response.addTrailers(status)
  response.end()
  return true
}
