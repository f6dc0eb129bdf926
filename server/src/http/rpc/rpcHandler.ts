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
  UniversalServerRequest,
  UniversalServerResponse,
} from '@connectrpc/connect/protocol'
import {
  compressionBrotli,
  compressionGzip,
  universalRequestFromNodeRequest,
  universalResponseToNodeResponse,
} from '@connectrpc/connect-node'
import type { Logger } from 'pino'
import type { TrustedProxies } from '../../config/trustedProxies.ts'
import { openBodyLimit } from '../../contract/bodyLimit.ts'
import type { Dispatch, InboundCall } from '../../contract/dispatch.ts'
import { isUnary } from '../../contract/restRoutes.ts'
import { contractFiles, contractRegistry, services } from '../../contract/services.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { BodyBudget } from '../body/bodyBudget.ts'
import { discardBody } from '../discardBody.ts'
import { headOf, type Request, type Response } from '../httpCall.ts'
import type { Metrics, Outcome } from '../metrics.ts'
import { startTogether } from '../startTogether.ts'
import { toConnectError, toWireError } from '../wireError.ts'
import { withPlainMessage } from './grpcMessage.ts'
import { isPlainGrpc, serveGrpcUnary } from './grpcUnary.ts'
import { asText, isGrpcWebText } from './grpcWebText.ts'
import { addHealth, healthFile } from './health.ts'
import { addReflection } from './reflection.ts'
import { createUnknownMethods, refuseConnect } from './unknownMethods.ts'
import { type Exchange, withWholeBody } from './wholeBody.ts'

/** The parts of the server that the RPC handler uses. */
export interface RpcOptions {
  readonly dispatch: Dispatch
  readonly logger: Logger
  readonly metrics: Metrics
  readonly bodies: BodyBudget
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

const exchangeKey = createContextKey<Exchange | undefined>(undefined)

/** Bytes of a message of health checks and reflection, which need no token. */
const streamMessageLimit = openBodyLimit

const protocols: Readonly<Record<string, InboundCall['protocol']>> = {
  grpc: 'grpc',
  'grpc-web': 'grpc-web',
  connect: 'connect',
}

/** Creates the handler of all methods of the contract over gRPC, gRPC-Web (binary and text) and Connect, with reflection and health. */
export function createRpcHandler(options: RpcOptions): RpcHandler {
  const acceptCompression = [compressionGzip, compressionBrotli]
  const jsonOptions = { registry: contractRegistry, ignoreUnknownFields: true }
  const open = createConnectRouter({ acceptCompression, jsonOptions, readMaxBytes: streamMessageLimit })
  const unary = new Map<string, DescMethodUnary>()
  for (const service of services) {
    for (const method of service.methods) {
      if (!isUnary(method)) continue
      unary.set(`/${service.typeName}/${method.name}`, method)
    }
  }
  const files: readonly DescFile[] = [...contractFiles, healthFile]
  const names = new Set(files.flatMap((file) => file.services.map((service) => service.typeName)))
  addReflection(open, files)
  addHealth(open, names, options.ready, options.closing, options.clock)
  const handlers = new Map(open.handlers.map((handler) => [handler.requestPath, handler]))
  // The library's handlers of all methods together hold about 20 MB, and most methods are never called this way.
  const handlerOf = (path: string): UniversalHandler | undefined => {
    const method = unary.get(path)
    if (method === undefined || handlers.has(path)) return handlers.get(path)
    // The bodies of unary calls are checked before the library reads them.
    const router = createConnectRouter({ acceptCompression, jsonOptions })
    router.rpc(method, (message, context) => serve(options, method, message, context))
    for (const handler of router.handlers) handlers.set(path, handler)
    return handlers.get(path)
  }
  const unknown = createUnknownMethods(options.logger, options.metrics, names)
  return {
    request(request, response, path) {
      const handler = handlerOf(path)
      if (handler === undefined) return unknown.refuse(request, response, path)
      respond(options, handler, unary.get(path), request, response)
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
  { dispatch, logger, trustedProxies }: RpcOptions,
  method: DescMethodUnary,
  message: InboundCall['message'],
  context: HandlerContext,
): Promise<InboundCall['message']> {
  const exchange = context.values.get(exchangeKey)
  if (exchange === undefined) throw new Error('the context of the RPC lacks its request')
  const protocol = protocols[context.protocolName] ?? 'connect'
  try {
    if (!exchange.hold.wasQueued) await startTogether()
    // The head computes its members when they are read, so it is extended rather than copied.
    const head = headOf(exchange.request, trustedProxies)
    const reply = await dispatch(Object.assign(head, { method, message, protocol, signal: context.signal }))
    for (const [name, value] of Object.entries(reply.headers ?? {})) context.responseHeader.set(name, value)
    exchange.observe(undefined)
    return reply.message
  } catch (error) {
    const wire = toWireError(error, logger)
    exchange.observe(wire.code)
    throw toConnectError(wire)
  }
}

function respond(
  options: RpcOptions,
  handler: UniversalHandler,
  method: DescMethodUnary | undefined,
  request: Request,
  response: Response,
): void {
  const startedAt = performance.now()
  const contentType = request.headers['content-type'] ?? ''
  const protocol = protocolOf(contentType)
  if (protocol !== 'grpc') {
    response.setHeader('cache-control', 'no-store')
    response.setHeader('x-robots-tag', 'none')
  }
  let observed = method === undefined
  const observe = (outcome: Outcome): void => {
    if (!observed && method !== undefined) options.metrics.observe(protocol, method, outcome, startedAt)
    observed = true
  }
  const exchange: Exchange = { request, hold: options.bodies.open(), observe }
  response.once('close', () => {
    exchange.hold.release()
    // Only the library's own refusals are left: a message that does not fit its type, an unknown form.
    observe(Code.InvalidArgument)
  })
  const universal = universalRequest(exchange, response)
  if (universal === undefined) {
    response.writeHead(400, { 'content-type': 'text/plain' })
    response.end('malformed authority or path')
    return
  }
  const checked =
    method === undefined
      ? withCountedBody(handler, exchange, universal)
      : withWholeBody({ ...options, admission: options.dispatch.admission }, method, exchange, universal)
  run(handler, checked, request, response, isGrpcWebText(contentType)).catch((error: unknown) => {
    const { code } = ConnectError.from(error)
    const disconnected = code === Code.Aborted || code === Code.Canceled || response.destroyed
    if (!disconnected)
      options.logger.error(
        { err: error, method: handler.method.name },
        'the response of an RPC could not be sent',
      )
    if (!response.headersSent) response.writeHead(disconnected ? 499 : 500)
    response.end()
  })
}

/** Counts the body of a health check or of reflection, and ends the stream if the budget evicts it. */
function withCountedBody(
  { method }: UniversalHandler,
  { request, hold }: Exchange,
  universal: UniversalServerRequest,
): UniversalServerRequest {
  hold.mayStayOpen = method.methodKind === 'bidi_streaming'
  hold.onEvicted(() => request.destroy())
  hold.grow(streamMessageLimit)
  request.once('end', () => hold.release())
  return universal
}

function protocolOf(contentType: string): InboundCall['protocol'] {
  if (contentType.startsWith('application/grpc-web')) return 'grpc-web'
  return contentType.startsWith('application/grpc') ? 'grpc' : 'connect'
}

async function run(
  handler: UniversalHandler,
  universal: UniversalServerRequest,
  request: Request,
  response: Response,
  text: boolean,
): Promise<void> {
  const reply = await handler(universal)
  discardBody(request, response)
  if (reply.body === undefined && reply.status >= 400) return refuseForm(reply, handler, request, response)
  await universalResponseToNodeResponse(withPlainMessage(text ? asText(reply) : reply), response)
}

/** Adds a body to the library's refusals of a method, media type or HTTP version. */
function refuseForm(
  { status, header }: UniversalServerResponse,
  { allowedMethods }: UniversalHandler,
  { method, headers }: Request,
  response: Response,
): void {
  const kept = Object.fromEntries(header ?? [])
  if (status === 405) {
    const allow = allowedMethods.join(', ')
    const message = `the method ${method} does not call an RPC; send ${allow}`
    refuseConnect(response, status, 'unimplemented', message, { ...kept, allow })
  } else if (status === 415) {
    const accepted = 'application/json, application/proto, application/grpc, application/grpc-web'
    const given = headers['content-type'] === undefined ? 'no media type' : 'this media type'
    const message = `an RPC does not take ${given}; send ${accepted}`
    refuseConnect(response, status, 'invalid_argument', message, { ...kept, 'accept-post': accepted })
  } else refuseConnect(response, status, 'unimplemented', 'this method needs HTTP/2; send it by HTTP/2', kept)
}

/** Converts the request for the Connect library; undefined if authority and path are not a URL. */
function universalRequest(exchange: Exchange, response: Response): UniversalServerRequest | undefined {
  const { request } = exchange
  const contextValues = createContextValues().set(exchangeKey, exchange)
  if (
    !URL.canParse(request.url ?? '', `http://${request.headers[':authority'] ?? request.headers.host ?? ''}`)
  )
    return undefined
  return universalRequestFromNodeRequest(request, response, undefined, contextValues)
}
