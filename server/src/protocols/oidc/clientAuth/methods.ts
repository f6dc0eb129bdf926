import type { OidcClient } from '../../../features/applications/index.ts'
import { clientSecret } from './clientSecret.ts'
import type { ClientAuthMethod } from './method.ts'
import { selfSignedTlsClientAuth, tlsClientAuth } from './mutualTls.ts'
import { none } from './none.ts'
import { privateKeyJwt } from './privateKeyJwt.ts'

/** Every way in which clients authenticate, by the method that the client is registered with. */
export const clientAuthMethods: Readonly<Partial<Record<OidcClient['authMethod'], ClientAuthMethod>>> = {
  none,
  basic: clientSecret,
  post: clientSecret,
  private_key_jwt: privateKeyJwt,
  tls_client_auth: tlsClientAuth,
  self_signed_tls_client_auth: selfSignedTlsClientAuth,
}
