import type { RequestHead } from '../../contract/endpoint.ts'
import type { PresentedCredentials } from './clientAuth/presented.ts'
import type { OidcDeps } from './oidcDeps.ts'
import type { Parameters } from './parameters.ts'

/** A request at the token endpoint whose form has been read. */
export interface TokenRequest {
  readonly head: RequestHead
  readonly parameters: Parameters
  readonly presented: PresentedCredentials
}

/** The reply to a token request (RFC 6749 §5.1). */
export interface TokenReply {
  readonly body: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

/** A type of grant. It looks up its client and what it redeems in one statement, authenticates the client, and issues tokens. */
export interface Grant {
  /** The value of `grant_type`. */
  readonly type: string
  /** False if the grant itself names who asks, so that the request need not name a client. */
  readonly namesClient?: false
  open(on: OidcDeps): (request: TokenRequest) => Promise<TokenReply>
}
