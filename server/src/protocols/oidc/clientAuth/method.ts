import type { RequestHead } from '../../../contract/endpoint.ts'
import type { OidcClient } from '../../../features/applications/index.ts'
import type { Place } from '../lookup.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import type { Parameters } from '../parameters.ts'
import type { PresentedCredentials } from './presented.ts'

/** A client that a request names, and everything by which it may prove to be this client. */
export interface ClientToAuthenticate {
  readonly on: Pick<OidcDeps, 'log' | 'database' | 'config'>
  readonly head: RequestHead
  readonly parameters: Parameters
  readonly place: Place
  readonly presented: PresentedCredentials
  readonly client: OidcClient
  /** Returns the digest of the client's secret; undefined without one. */
  secret(): Promise<Buffer | undefined>
}

/** A way in which clients authenticate. */
export interface ClientAuthMethod {
  /** Its names in the metadata of the server (RFC 8414 §2). */
  readonly names: readonly string[]
  /** Throws `invalid_client` unless the request is the client's. */
  verify(request: ClientToAuthenticate): Promise<void>
}
