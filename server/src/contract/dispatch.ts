import type { DescMessage, DescMethodUnary, MessageShape } from '@bufbuild/protobuf'

/** The part of the web's `Headers` that requests offer; names in any case. */
export type RequestHeaders = Pick<Headers, 'get' | 'has'>

/** One decoded request on its way to the product, whatever protocol carried it. */
export interface InboundCall {
  readonly method: DescMethodUnary
  readonly message: MessageShape<DescMessage>
  /** gRPC metadata and HTTP headers alike. */
  readonly headers: RequestHeaders
  /** The authority that the client addressed (`:authority` or Host), port included, as trusted proxies report it. */
  readonly authority: string
  /** True if the client's connection is TLS, as trusted proxies report it. */
  readonly secure: boolean
  /** The IP address of the client, as trusted proxies report it. */
  readonly clientAddress: string
  readonly protocol: 'grpc' | 'grpc-web' | 'connect' | 'rest'
  readonly signal: AbortSignal
}

/** The product's reply: a message of the method's output type, and headers for the response. */
export interface Reply {
  readonly message: MessageShape<DescMessage>
  readonly headers?: Readonly<Record<string, string>>
  /** Members that JSON replies over REST carry in addition to the message's. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/** The one entry from the wire into the product: authenticates, authorizes, validates and handles. */
export type Dispatch = (call: InboundCall) => Promise<Reply>
