import { signatureAlgorithms } from '../../../kernel/crypto/signatureAlgorithms.ts'

/**
 * What the endpoints can do beyond what the tables of endpoints, grants and client authentication say: the metadata of the server
 * tells no more than this. A new capability adds its line.
 */
export const capabilities: Capabilities = {
  dpop: { dpop_signing_alg_values_supported: signatureAlgorithms },
  requestObjects: { request_object_signing_alg_values_supported: signatureAlgorithms },
  assertionAlgorithms: signatureAlgorithms,
  signedUserinfo: true,
  signedIntrospection: true,
  claimsParameter: true,
}

/** Members of the metadata by capability; one that is absent is not there yet. */
export interface Capabilities {
  readonly dpop?: { readonly dpop_signing_alg_values_supported: readonly string[] }
  /** Request objects by value (RFC 9101). */
  readonly requestObjects?: { readonly request_object_signing_alg_values_supported: readonly string[] }
  /** The algorithms of client assertions (RFC 7523). */
  readonly assertionAlgorithms?: readonly string[]
  /** Userinfo as a JWT. */
  readonly signedUserinfo?: true
  /** Introspection as a JWT (RFC 9701). */
  readonly signedIntrospection?: true
  /** Client ids that are addresses of metadata documents. */
  readonly clientIdMetadataDocuments?: true
  /** The `claims` parameter, of which essential `acr` and `sub` count (OpenID Connect Core 1.0 §5.5.1). */
  readonly claimsParameter?: true
}
