import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { DescMessage, DescMethodUnary, MessageShape } from '@bufbuild/protobuf'
import type { InboundCall } from '../contract/dispatch.ts'

/** A request of either HTTP version. */
export type Request = IncomingMessage | Http2ServerRequest
/** A response of either HTTP version; HTTP/2's is used through the same methods (Node.js, "Compatibility API"). */
export type Response = ServerResponse

/** A call as it came over HTTP. Headers and the abort signal are made only when somebody asks. */
export class HttpCall implements InboundCall {
  readonly method: DescMethodUnary
  readonly message: MessageShape<DescMessage>
  readonly protocol: InboundCall['protocol']
  readonly #request: Request
  readonly #response: Response
  #headers: Headers | undefined
  #signal: AbortSignal | undefined

  constructor(
    method: DescMethodUnary,
    message: MessageShape<DescMessage>,
    protocol: InboundCall['protocol'],
    request: Request,
    response: Response,
  ) {
    this.method = method
    this.message = message
    this.protocol = protocol
    this.#request = request
    this.#response = response
  }

  get headers(): Headers {
    this.#headers ??= webHeaders(this.#request)
    return this.#headers
  }

  get authority(): string {
    return authorityOf(this.#request)
  }

  get secure(): boolean {
    return 'encrypted' in this.#request.socket && this.#request.socket.encrypted === true
  }

  get remoteAddress(): string {
    return this.#request.socket?.remoteAddress ?? ''
  }

  get signal(): AbortSignal {
    this.#signal ??= closeSignal(this.#response)
    return this.#signal
  }
}

/** The authority that the client addressed, or '' (HTTP/1.0 without Host). */
export function authorityOf(request: Request): string {
  return ('authority' in request && request.authority) || request.headers.host || ''
}

/** The headers of a request; several of one name joined, pseudo headers left out. */
export function webHeaders(request: Request): Headers {
  const headers = new Headers()
  for (const name in request.headers) {
    const value = request.headers[name]
    if (name.startsWith(':') || value === undefined) continue
    headers.set(name, typeof value === 'string' ? value : value.join(', '))
  }
  return headers
}

/** Aborts when the client goes away before the answer is complete. */
function closeSignal(response: Response): AbortSignal {
  const controller = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) controller.abort()
  })
  return controller.signal
}
