import { z } from 'zod'
import { isAppLink, linkScheme } from '../../kernel/linkScheme.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { clientMetadata, parseClientMetadata } from './clientMetadata.ts'
import { authMethodOf, defaultOidcConfig, grantTypes, type OidcConfig, responseTypes } from './config.ts'
import { acceptsRedirectUri, isLoopback } from './redirectUri.ts'

const uris = z.array(z.string().max(2000)).max(100)

/** The members of client metadata that settings of the contract hold (RFC 7591 §2, OpenID Connect Registration and Logout). */
const registered = z.object({
  client_name: z.string().max(200).optional(),
  redirect_uris: uris.default([]),
  post_logout_redirect_uris: uris.default([]),
  token_endpoint_auth_method: z
    .enum([
      'client_secret_basic',
      'client_secret_post',
      'none',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
    ])
    .default('client_secret_basic'),
  grant_types: z.array(z.enum(grantTypes)).min(1).default(['authorization_code']),
  response_types: z.array(z.enum(responseTypes)).default(['code']),
  application_type: z.enum(['web', 'native']).optional(),
  backchannel_logout_uri: z.string().max(2000).optional(),
  jwks_uri: z.undefined('is not supported; send the keys themselves as jwks').optional(),
})

const methods = { client_secret_basic: 'basic', client_secret_post: 'post', none: 'none' } as const
const contractMethod = (method: z.infer<typeof registered>['token_endpoint_auth_method']) =>
  method in methods ? methods[method as keyof typeof methods] : 'private_key_jwt'

/** The refusal of a registration for its redirect URIs, `invalid_redirect_uri` of RFC 7591 §3.2.2; all others are for metadata. */
export const redirectUriRefused = 'applications.registration_uri_invalid'
const redirectUriInvalid = refuse(
  redirectUriRefused,
  'invalid_argument',
  'a redirect URI is not acceptable; use https, http on a loopback address, or a scheme of your own, without fragment',
)
const redirectUriMissing = refuse(
  'applications.registration_uri_missing',
  'invalid_argument',
  'the client has no redirect URI; the grants authorization_code and implicit need one',
)
const jwksMissing = refuse(
  'applications.registration_jwks_missing',
  'invalid_argument',
  'private_key_jwt needs the public keys of the client; send them as jwks',
)
const invalid = (reason: string) => refuse('applications.registration_invalid', 'invalid_argument', reason)

/** The settings of a client that registers itself. */
export interface Registration {
  /** '' if the client named none. */
  readonly name: string
  readonly config: OidcConfig
}

/**
 * Reads the metadata with which a client registers itself (RFC 7591 §2); unknown members are ignored, as the RFC demands. Clients with
 * loopback or private-use redirect URIs are native, other public clients run in a browser.
 */
export function readRegistration(json: unknown): Registration | Refusal {
  const read = registered.safeParse(json)
  if (!read.success) {
    const [issue] = read.error.issues
    return invalid(`${issue?.path.join('.') || 'the metadata'}: ${issue?.message ?? 'send a JSON object'}`)
  }
  const { data } = read
  const metadata = parseClientMetadata(ownMembers(json as object, data.token_endpoint_auth_method))
  if (isRefusal(metadata)) return metadata
  if (data.token_endpoint_auth_method === 'private_key_jwt' && !metadata.jwks) return jwksMissing
  const config: OidcConfig = {
    ...defaultOidcConfig,
    appType: appTypeOf(data),
    authMethod: contractMethod(data.token_endpoint_auth_method),
    redirectUris: [...new Set(data.redirect_uris)],
    postLogoutRedirectUris: [...new Set(data.post_logout_redirect_uris)],
    responseTypes: data.response_types,
    grantTypes: data.grant_types,
    backChannelLogoutUri: data.backchannel_logout_uri ?? '',
    metadata,
  }
  return uriProblem(config) ?? { name: data.client_name?.trim() ?? '', config }
}

/** Returns the registered metadata of a client, with the names of RFC 7591 §2. */
export function registrationOf({ name, config }: Registration) {
  const { backChannelLogoutUri, metadata } = config
  const method = authMethodOf(config)
  return {
    client_name: name,
    redirect_uris: config.redirectUris,
    post_logout_redirect_uris: config.postLogoutRedirectUris,
    grant_types: config.grantTypes,
    response_types: config.responseTypes,
    application_type: config.appType === 'native' ? ('native' as const) : ('web' as const),
    ...(backChannelLogoutUri !== '' && { backchannel_logout_uri: backChannelLogoutUri }),
    ...metadata,
    token_endpoint_auth_method:
      method === 'basic' ? 'client_secret_basic' : method === 'post' ? 'client_secret_post' : method,
  }
}

/** Returns the members that no setting of the contract holds. */
function ownMembers(json: object, method: string): object {
  const known = Object.entries(json).filter(
    ([name]) => name !== 'token_endpoint_auth_method' && name !== 'resource' && name in clientMetadata.shape,
  )
  return {
    ...Object.fromEntries(known),
    ...(method.endsWith('tls_client_auth') && { token_endpoint_auth_method: method }),
  }
}

function appTypeOf(data: z.infer<typeof registered>): OidcConfig['appType'] {
  const isLocal = data.redirect_uris.some(
    (uri) => isLoopback(uri) || !/^https?$/.test(linkScheme(uri) ?? 'http'),
  )
  if (data.application_type === 'native' || isLocal) return 'native'
  return data.token_endpoint_auth_method === 'none' ? 'user_agent' : 'web'
}

function uriProblem(config: OidcConfig): Refusal | undefined {
  const { appType: kind, redirectUris, postLogoutRedirectUris } = config
  const rules = { kind, devMode: false, redirectUris, postLogoutRedirectUris }
  const isAccepted = (uri: string) => acceptsRedirectUri(rules, uri, 'code')
  const isSafe = (uri: string) => linkScheme(uri) !== 'http' || isLoopback(uri)
  if (!redirectUris.every((uri) => isAccepted(uri) && isSafe(uri))) return redirectUriInvalid
  if (!postLogoutRedirectUris.every(isAppLink)) return redirectUriInvalid
  const redirects = config.grantTypes.some((grant) => grant === 'authorization_code' || grant === 'implicit')
  return redirects && redirectUris.length === 0 ? redirectUriMissing : undefined
}
