import type { ResponseType } from './config.ts'
import type { OidcClient } from './oidcClient.ts'

/** Why a client may not use a response type, for its developer; undefined if it may (RFC 6749 §3.1.1, RFC 9449). */
export function responseTypeNotAllowed(
  {
    responseTypes,
    grantTypes,
    dpopBoundAccessTokens,
    tlsClientCertificateBoundAccessTokens,
  }: Pick<
    OidcClient,
    'responseTypes' | 'grantTypes' | 'dpopBoundAccessTokens' | 'tlsClientCertificateBoundAccessTokens'
  >,
  type: ResponseType,
): string | undefined {
  const hasGrant = type !== 'code' || grantTypes.includes('authorization_code')
  if (!responseTypes.includes(type) || !hasGrant) {
    return `this application may not use the response type ${type}; change its settings or the request`
  }
  const isBound = dpopBoundAccessTokens || tlsClientCertificateBoundAccessTokens
  if (!isBound || type !== 'id_token token') return undefined
  return 'tokens of this application are bound to a key, which a browser cannot prove here; use the response type code'
}
