import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import type { DescMessage, DescMethodUnary, MessageShape } from '@bufbuild/protobuf'
import type { InboundCall, RequestHeaders } from '../contract/dispatch.ts'

/** A request of either HTTP version. */
export type Request = IncomingMessage | Http2ServerRequest
/** A response of either HTTP version; HTTP/2's is used through the same methods (Node.js, "Compatibility API"). */
export type Response = ServerResponse

/** What a call needs of its request. */
export interface InboundRequest {
  readonly headers: IncomingHttpHeaders
  readonly authority?: string | undefined
  readonly socket?: Pick<Socket, 'remoteAddress'> | undefined
}

/** A call as it came over HTTP. The abort signal is made only when somebody asks. */
export class HttpCall implements InboundCall {
  readonly method: DescMethodUnary
  readonly message: MessageShape<DescMessage>
  readonly protocol: InboundCall['protocol']
  readonly headers: RequestHeaders
  readonly #request: InboundRequest
  readonly #response: Writable
  readonly #deadline: number | undefined
  #signal: AbortSignal | undefined

  constructor(
    method: DescMethodUnary,
    message: MessageShape<DescMessage>,
    protocol: InboundCall['protocol'],
    request: InboundRequest,
    response: Writable,
    /** Milliseconds from now on that the client waits. */
    patience?: number,
  ) {
    this.method = method
    this.message = message
    this.protocol = protocol
    this.headers = headersOf(request)
    this.#request = request
    this.#response = response
    this.#deadline = patience === undefined ? undefined : performance.now() + patience
  }

  get authority(): string {
    return authorityOf(this.#request)
  }

  get secure(): boolean {
    const { socket } = this.#request
    return socket !== undefined && 'encrypted' in socket && socket.encrypted === true
  }

  get remoteAddress(): string {
    return this.#request.socket?.remoteAddress ?? ''
  }

  get signal(): AbortSignal {
    this.#signal ??= endSignal(this.#response, this.#deadline)
    return this.#signal
  }
}

/** The authority that the client addressed, or '' (HTTP/1.0 without Host). */
export function authorityOf({ authority, headers }: InboundRequest): string {
  return authority || headers.host || ''
}

/** The headers of a request; several of one name joined, pseudo headers left out. */
export function headersOf({ headers }: InboundRequest): RequestHeaders {
  const get = (name: string): string | null => {
    const value = name.startsWith(':') ? undefined : headers[name.toLowerCase()]
    return (Array.isArray(value) ? value.join(', ') : value) ?? null
  }
  return { get, has: (name) => get(name) !== null }
}

/** Aborts when the client goes away before the answer is complete, or has waited as long as it wants. */
function endSignal(response: Writable, deadline: number | undefined): AbortSignal {
  const controller = new AbortController()
  const { destroyed } = 'stream' in response ? (response.stream as Http2Stream) : response
  if (destroyed) controller.abort()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  if (deadline === undefined) return controller.signal
  const left = Math.min(Math.max(0, deadline - performance.now()), longestTimer)
  return AbortSignal.any([controller.signal, AbortSignal.timeout(left)])
}

/** Of Node.js's timers, in milliseconds. */
const longestTimer = 2 ** 31 - 1
