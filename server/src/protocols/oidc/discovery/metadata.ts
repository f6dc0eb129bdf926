import { signingAlgorithms } from '../../../features/web-keys/index.ts'
import { scopedClaims } from '../claims/userClaims.ts'
import type { Capabilities } from './capabilities.ts'

/** What this build of the server serves, from the tables that the endpoints use. */
export interface Served {
  readonly paths: ReadonlySet<string>
  readonly grantTypes: readonly string[]
  /** The names of the methods of client authentication. */
  readonly authMethods: readonly string[]
  readonly capabilities: Capabilities
}

/** The members of the metadata that are addresses, by the path of their endpoint. */
const endpoints = {
  authorization_endpoint: '/oauth/v2/authorize',
  token_endpoint: '/oauth/v2/token',
  introspection_endpoint: '/oauth/v2/introspect',
  userinfo_endpoint: '/oidc/v1/userinfo',
  revocation_endpoint: '/oauth/v2/revoke',
  end_session_endpoint: '/oidc/v1/end_session',
  device_authorization_endpoint: '/oauth/v2/device_authorization',
  pushed_authorization_request_endpoint: '/oauth/v2/par',
  registration_endpoint: '/oauth/v2/register',
  jwks_uri: '/oauth/v2/keys',
} as const

const levels = [0, 1, 2, 3].map((level) => `urn:sallyport:aal:${level}`)
const certificateMethods: ReadonlySet<string> = new Set(['tls_client_auth', 'self_signed_tls_client_auth'])

/**
 * Returns the metadata of an issuer (OpenID Connect Discovery 1.0 §3, RFC 8414 §2): exactly what is served. A member whose list
 * would be empty is left out.
 */
export function serverMetadata(
  issuer: string,
  languages: readonly string[],
  served: Served,
): Readonly<Record<string, unknown>> {
  const members = {
    issuer,
    ...addresses(issuer, served.paths),
    ...authorization(served),
    ...clientAuthentication(served),
    ...tokens(served.capabilities),
    scopes_supported: ['openid', 'profile', 'email', 'phone', 'offline_access'],
    grant_types_supported: served.grantTypes,
    ui_locales_supported: languages,
    ...(served.paths.has(endpoints.end_session_endpoint) && {
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    }),
  }
  return Object.fromEntries(
    Object.entries(members).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  )
}

function addresses(issuer: string, paths: ReadonlySet<string>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(endpoints).flatMap(([member, path]) =>
      paths.has(path) ? [[member, `${issuer}${path}`]] : [],
    ),
  )
}

/** What the authorization endpoint does. */
function authorization({ paths, capabilities }: Served) {
  if (!paths.has(endpoints.authorization_endpoint)) return {}
  const { requestObjects, claimsParameter } = capabilities
  return {
    response_types_supported: ['code', 'id_token', 'id_token token'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    // `plain` works for clients of the contract, and is not offered (RFC 9700 §2.1.1).
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: ['none', 'login', 'consent', 'select_account', 'create'],
    acr_values_supported: levels,
    authorization_response_iss_parameter_supported: true,
    claims_parameter_supported: claimsParameter === true,
    request_parameter_supported: requestObjects !== undefined,
    ...requestObjects,
    request_uri_parameter_supported: false,
    ...(paths.has(endpoints.pushed_authorization_request_endpoint) && {
      require_pushed_authorization_requests: false,
    }),
  }
}

/** How clients prove who they are, at each endpoint that asks them. */
function clientAuthentication({ paths, authMethods, capabilities }: Served) {
  const methods = [...new Set(authMethods)]
  const algorithms = methods.includes('private_key_jwt') ? capabilities.assertionAlgorithms : undefined
  const at = (name: 'token' | 'revocation' | 'introspection', known: readonly string[]) =>
    paths.has(endpoints[`${name}_endpoint`])
      ? {
          [`${name}_endpoint_auth_methods_supported`]: known,
          [`${name}_endpoint_auth_signing_alg_values_supported`]: algorithms,
        }
      : {}
  return {
    ...at('token', methods),
    ...at('revocation', methods),
    ...at(
      'introspection',
      methods.filter((method) => method !== 'none'),
    ),
    ...(methods.some((method) => certificateMethods.has(method)) && {
      tls_client_certificate_bound_access_tokens: true,
    }),
  }
}

/** What tokens and replies about them hold, and how they are signed. */
function tokens({ dpop, signedUserinfo, signedIntrospection, clientIdMetadataDocuments }: Capabilities) {
  return {
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: signingAlgorithms,
    ...(signedUserinfo && { userinfo_signing_alg_values_supported: signingAlgorithms }),
    ...(signedIntrospection && { introspection_signing_alg_values_supported: signingAlgorithms }),
    ...dpop,
    ...(clientIdMetadataDocuments && { client_id_metadata_document_supported: true }),
    claim_types_supported: ['normal'],
    claims_supported: [...protocolClaims, ...scopedClaims],
  }
}

const protocolClaims = [
  'sub',
  'aud',
  'exp',
  'iat',
  'iss',
  'auth_time',
  'nonce',
  'acr',
  'amr',
  'at_hash',
  'act',
  'client_id',
  'azp',
  'sid',
]
