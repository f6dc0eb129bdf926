import type { X509Certificate } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2Stream } from 'node:http2'
import type { Writable } from 'node:stream'
import type { DescMessage, DescMethodUnary, MessageShape } from '@bufbuild/protobuf'
import type { TrustedProxies } from '../config/trustedProxies.ts'
import type { InboundCall, RequestHeaders } from '../contract/dispatch.ts'
import type { RequestHead } from '../contract/endpoint.ts'
import { clientCertificate } from './clientCertificate.ts'
import { type ClientRequest, clientAddress, clientAuthority, isClientSecure } from './forwarded.ts'

/** A request of either HTTP version. */
export type Request = IncomingMessage | Http2ServerRequest
/** A response of either HTTP version; HTTP/2's has the same methods (Node.js, "Compatibility API"). */
export type Response = ServerResponse

/**
 * The head of a request; its members are computed when they are read. A class, as an object literal with accessors gets a hidden class
 * of its own with each evaluation, which keeps all that the accessors see until the next major collection.
 */
class HttpHead implements RequestHead {
  readonly headers: RequestHeaders
  readonly #request: ClientRequest
  readonly #trusts: TrustedProxies

  constructor(request: ClientRequest, trusts: TrustedProxies) {
    this.headers = new HttpHeaders(request.headers)
    this.#request = request
    this.#trusts = trusts
  }

  get authority(): string {
    return clientAuthority(this.#request, this.#trusts)
  }

  get secure(): boolean {
    return isClientSecure(this.#request, this.#trusts)
  }

  get clientAddress(): string {
    return clientAddress(this.#request, this.#trusts)
  }

  get certificate(): X509Certificate | undefined {
    return clientCertificate(this.#request, this.#trusts)
  }

  get target(): { readonly method: string; readonly path: string } {
    return targetOf(this.#request)
  }
}

/** A call that arrived over HTTP. The abort signal is created when it is first read. */
export class HttpCall extends HttpHead implements InboundCall {
  readonly method: DescMethodUnary
  readonly message: MessageShape<DescMessage>
  readonly protocol: InboundCall['protocol']
  readonly #response: Writable
  readonly #deadline: number | undefined
  #signal: AbortSignal | undefined

  constructor(
    method: DescMethodUnary,
    message: MessageShape<DescMessage>,
    protocol: InboundCall['protocol'],
    request: ClientRequest,
    trusts: TrustedProxies,
    response: Writable,
    /** Milliseconds from now that the client waits. */
    timeout?: number,
  ) {
    super(request, trusts)
    this.method = method
    this.message = message
    this.protocol = protocol
    this.#response = response
    this.#deadline = timeout === undefined ? undefined : performance.now() + timeout
  }

  get signal(): AbortSignal {
    this.#signal ??= endSignal(this.#response, this.#deadline)
    return this.#signal
  }
}

/** The headers of a request, repeated ones joined, without pseudo headers and cookies; only `browser` endpoints receive cookies. */
class HttpHeaders implements RequestHeaders {
  readonly #headers: ClientRequest['headers']

  constructor(headers: ClientRequest['headers']) {
    this.#headers = headers
  }

  get(name: string): string | null {
    const key = name.toLowerCase()
    const value = key.startsWith(':') || key === 'cookie' ? undefined : this.#headers[key]
    return (Array.isArray(value) ? value.join(', ') : value) ?? null
  }

  has(name: string): boolean {
    return this.get(name) !== null
  }

  keys(): string[] {
    return Object.keys(this.#headers)
  }
}

/** Returns the head of a request; its members are computed when they are read. */
export function headOf(request: ClientRequest, trusts: TrustedProxies): RequestHead {
  return new HttpHead(request, trusts)
}

function targetOf({ method = 'POST', url, headers }: ClientRequest): { method: string; path: string } {
  // Streams of plain gRPC have their path in a pseudo header only.
  const path = url ?? String(headers[':path'] ?? '/')
  return { method, path: path.split('?', 1)[0] ?? path }
}

/** Returns a signal that aborts if the client disconnects before the response is complete, or after the deadline. */
function endSignal(response: Writable, deadline: number | undefined): AbortSignal {
  const controller = new AbortController()
  const { destroyed } = 'stream' in response ? (response.stream as Http2Stream) : response
  if (destroyed) controller.abort()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  if (deadline === undefined) return controller.signal
  const left = Math.min(Math.max(0, Math.ceil(deadline - performance.now())), maxTimer)
  return AbortSignal.any([controller.signal, AbortSignal.timeout(left)])
}

/** The maximum of Node.js's timers, in whole milliseconds. */
const maxTimer = 2 ** 31 - 1
