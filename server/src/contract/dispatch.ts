import type { X509Certificate } from 'node:crypto'
import type { DescMessage, DescMethodUnary, MessageShape } from '@bufbuild/protobuf'
import type { RequestHead } from './endpoint.ts'

/** The headers of a request; names are case-insensitive. */
export type RequestHeaders = Pick<Headers, 'get' | 'has'> & {
  /** The names of all headers, in lower case. */
  keys(): Iterable<string>
}

/** A decoded request of any protocol. */
export interface InboundCall {
  readonly method: DescMethodUnary
  readonly message: MessageShape<DescMessage>
  /** HTTP headers or gRPC metadata. */
  readonly headers: RequestHeaders
  /** The authority that the client addressed (`:authority` or Host), port included, as trusted proxies report it. */
  readonly authority: string
  /** True if the client's connection is TLS, as trusted proxies report it. */
  readonly secure: boolean
  /** The IP address of the client, as trusted proxies report it. */
  readonly clientAddress: string
  /** The certificate of the client's connection, as trusted proxies report it. */
  readonly certificate?: X509Certificate | undefined
  /** The method and the path of the HTTP request, for proofs that name them (RFC 9449 §4.2). */
  readonly target?: { readonly method: string; readonly path: string } | undefined
  readonly protocol: 'grpc' | 'grpc-web' | 'connect' | 'rest'
  readonly signal: AbortSignal
}

/** A message of the method's output type, and headers of the response. */
export interface Reply {
  readonly message: MessageShape<DescMessage>
  readonly headers?: Readonly<Record<string, string>>
  /** Members that REST adds to the JSON of the message. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/** Decides by the head of a request whether its body is read. */
export interface Admission {
  /** Throws a refusal if the method is not built, or if it needs a token and `Authorization` is missing or malformed. */
  check(method: DescMethodUnary, headers: RequestHeaders): void
  /** Authenticates the caller; rejects with the refusal that the call would receive. */
  authenticate(method: DescMethodUnary, head: RequestHead): Promise<void>
}

/** The only entry from the wire into the product: authenticates, authorizes, validates and handles a request. */
export interface Dispatch {
  (call: InboundCall): Promise<Reply>
  readonly admission: Admission
}
