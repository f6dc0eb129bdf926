import { createServer, type IncomingMessage, type ServerOptions } from 'node:http'
import {
  createServer as createHttp2Server,
  type Http2Server,
  type Http2ServerRequest,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import { noProxies, type TrustedProxies } from '../config/trustedProxies.ts'
import type { Dispatch } from '../contract/dispatch.ts'
import type { Clock } from '../kernel/clock.ts'
import { DomainError, type Refusal, refuse } from '../kernel/refusal.ts'
import { type BodyBounds, BodyBudget } from './body/bodyBudget.ts'
import { Connections } from './connections.ts'
import { applyContractCors } from './cors.ts'
import { createEndpointServer } from './endpointServer.ts'
import type { AddEndpoints } from './endpoints.ts'
import { isAmbiguous } from './forwarded.ts'
import type { Request, Response } from './httpCall.ts'
import { listenOn } from './listenOn.ts'
import { createMetrics } from './metrics.ts'
import { createRestHandler, sendRestError } from './rest/restHandler.ts'
import { createRpcHandler, type RpcHandler } from './rpc/rpcHandler.ts'
import { toWireError } from './wireError.ts'

/** The address to listen on, and the handlers of requests. */
export interface ListenerOptions {
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  /** PEM texts. Without them the port speaks clear text, HTTP/1.1 and h2c. */
  readonly tls?: {
    readonly cert: string | Buffer
    readonly key: string | Buffer
    /** Asks clients for a certificate; none is required, and its issuer is judged where it is used. */
    readonly requestCert?: boolean
  }
  readonly dispatch: Dispatch
  readonly logger: Logger
  readonly clock: Pick<Clock, 'pause'>
  /** Has the metrics of other layers; the listener adds its own and serves all of them. */
  readonly metrics?: Registry
  /** Rejects while the server cannot serve; `/debug/ready` then returns 412, gRPC health NOT_SERVING. */
  readonly ready: () => Promise<void>
  /** The proxies whose forwarded headers count; none unless given. */
  readonly trustedProxies?: TrustedProxies
  /** Adds the endpoints; routes of the contract come first. */
  readonly endpoints?: AddEndpoints
  /** Other bounds of request bodies, for tests. */
  readonly bodyBounds?: Partial<BodyBounds>
}

/** A listening server. */
export interface Listener {
  readonly port: number
  readonly url: string
  /** Refuses new requests, finishes those in flight (10 s at most), ends idle connections. */
  close(): Promise<void>
}

const headerLimit = 16 * 1024
/** Milliseconds without progress; health watches and reflection may stay open. */
const streamTimeout = 60_000
const drainTime = 10_000

const http1Options: ServerOptions = {
  maxHeaderSize: headerLimit,
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 5000,
}
const handshakeTimeout = 10_000

/** Serves gRPC, gRPC-Web, Connect, REST and plain HTTP on one port; rejects with `ListenError` if it cannot listen on the address. */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const { host, port, tls, dispatch, logger, clock, ready, endpoints, trustedProxies = noProxies } = options
  const closing = new AbortController()
  const metrics = createMetrics(options.metrics)
  const bodies = new BodyBudget(options.bodyBounds)
  const front = tls
    ? createSecureServer({
        ...http1Options,
        ...tls,
        rejectUnauthorized: false,
        handshakeTimeout,
        ALPNProtocols: ['h2', 'http/1.1'],
      })
    : createServer(http1Options)
  const http2 = createHttp2Server({ settings: { maxConcurrentStreams: 256, maxHeaderListSize: headerLimit } })
  const others = await createEndpointServer({
    server: front,
    logger,
    metrics,
    ready,
    bodies,
    clock,
    trustedProxies,
    endpoints,
  })
  const rpc = createRpcHandler({
    dispatch,
    logger,
    metrics,
    bodies,
    ready,
    trustedProxies,
    closing: closing.signal,
    clock,
  })
  const rest = createRestHandler({ dispatch, logger, metrics, bodies, trustedProxies })
  const handle = (request: Request, response: Response): void => {
    const url = request.url ?? '/'
    const queryAt = url.indexOf('?')
    const path = queryAt < 0 ? url : url.slice(0, queryAt)
    if (closing.signal.aborted && request.httpVersionMajor === 1) response.setHeader('connection', 'close')
    try {
      const crossOrigin = request.headers.origin !== undefined && (isRpcPath(path) || rest.serves(path))
      if (crossOrigin && applyContractCors(request, response)) return
      if (rpc.request(request, response, path)) return
      if (rest.request(request, response, path, queryAt < 0 ? '' : url.slice(queryAt + 1))) return
      others.routing(request as Parameters<typeof others.routing>[0], response)
    } catch (error) {
      sendRestError(response, toWireError(error, logger))
    }
  }
  front.removeAllListeners('request').on('request', (request, response) => {
    const refusal = refusalOf(request, trustedProxies)
    if (refusal !== undefined) sendRestError(response, toWireError(new DomainError(refusal), logger))
    else handle(request, response)
  })
  http2.on('request', (request: Http2ServerRequest, response) =>
    handle(Object.assign(request, { peer: request.socket.remoteAddress }), response as unknown as Response),
  )
  serveStreams(http2, rpc.stream, trustedProxies)
  const connections = new Connections(front, http2)
  connections.route(tls === undefined ? 'connection' : 'secureConnection')
  await listenOn(front, host, port)
  const boundPort = (front.address() as AddressInfo).port
  return {
    port: boundPort,
    url: `${tls === undefined ? 'http' : 'https'}://${urlHost(host)}:${boundPort}`,
    close: async () => {
      closing.abort()
      await connections.drain(drainTime)
      bodies.close()
      await others.close()
    },
  }
}

/** Limits every stream and passes it to `serve` first; Node.js creates requests for the others. */
function serveStreams(http2: Http2Server, serve: RpcHandler['stream'], trusts: TrustedProxies): void {
  const others = http2.listeners('stream') as StreamListener[]
  http2.removeAllListeners('stream')
  const listener: StreamListener = (stream, headers, flags, rawHeaders) => {
    // Readers of a broken stream receive its error; without a reader the error must not end the process.
    stream.on('error', () => undefined)
    // Clients may reset a stream in the packet that opened it.
    if (stream.destroyed || stream.closed) return
    if (headerListSize(rawHeaders) > headerLimit) {
      stream.respond({ ':status': 431 }, { endStream: true })
      return
    }
    const { host, ':authority': authority = host } = headers
    const namesTwo = host !== undefined && !isSameHost(host, authority)
    if (namesTwo || isAmbiguous({ headers, socket: stream.session?.socket }, trusts)) {
      stream.respond({ ':status': 400 }, { endStream: true })
      return
    }
    if (!headers[':path']?.startsWith('/grpc.')) stream.setTimeout(streamTimeout, () => stream.close())
    if (serve(stream, headers)) return
    for (const other of others) other.call(http2, stream, headers, flags, rawHeaders)
  }
  http2.on('stream', listener)
}

type StreamListener = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  flags: number,
  rawHeaders: string[],
) => void

const hostRepeated = refuse(
  'request.host_repeated',
  'invalid_argument',
  'the request names several hosts; send one Host header, with the host of its target',
)

const forwardedAmbiguous = refuse(
  'request.forwarded_ambiguous',
  'invalid_argument',
  'the proxy reports two clients, hosts or schemes; have it overwrite or remove Forwarded, x-zitadel-forwarded and all X-Forwarded headers of its clients',
)

function refusalOf(request: IncomingMessage, trusts: TrustedProxies): Refusal | undefined {
  if (hasSeveralHosts(request.rawHeaders) || isForAnotherHost(request)) return hostRepeated
  return isAmbiguous(request, trusts) ? forwardedAmbiguous : undefined
}

/**
 * Whether a request has several `Host` lines, of which a proxy may read another one than we do (RFC 9112 §3.2). Node.js keeps the first.
 */
function hasSeveralHosts(namesAndValues: readonly string[]): boolean {
  let found = false
  for (let at = 0; at < namesAndValues.length; at += 2) {
    const name = namesAndValues[at]
    if (name?.length !== 4 || name.toLowerCase() !== 'host') continue
    if (found) return true
    found = true
  }
  return false
}

/** Whether the target of a request is a URL with another host than `Host` (RFC 9112 §3.2.2). */
function isForAnotherHost({ url = '/', headers }: IncomingMessage): boolean {
  if (url.startsWith('/')) return false
  const [, authority] = /^https?:\/\/([^/?#]*)/i.exec(url) ?? []
  return authority !== undefined && !isSameHost(authority, headers.host)
}

function isSameHost(one: string, other: string | undefined): boolean {
  return one.toLowerCase() === other?.toLowerCase()
}

/**
 * Returns the size of a header list by RFC 9113 §6.5.2; its texts have one character per octet. The announced limit binds only
 * after the client has acknowledged it.
 */
function headerListSize(namesAndValues: readonly string[]): number {
  return namesAndValues.reduce((size, text) => size + text.length + 16, 0)
}

/** Whether a path has the form `/<package.Service>/<Method>`. */
function isRpcPath(path: string): boolean {
  return /^\/(\w+\.)+\w+\/\w+$/.test(path)
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
