import { isWebLink } from '../../../kernel/linkScheme.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { ApiConfig, OidcConfig, SamlConfig } from '../config.ts'
import { isOrigin } from '../origins.ts'

const mostUris = 100
const longestUri = 2000

const codeGrantMissing = refuse(
  'applications.code_grant_missing',
  'invalid_argument',
  'the response type code needs the grant authorization_code or device_code; add one of them',
)
const implicitGrantMissing = refuse(
  'applications.implicit_grant_missing',
  'invalid_argument',
  'the response types id_token and id_token_token need the implicit grant; add it',
)
const clockSkewTooLarge = refuse(
  'applications.clock_skew_out_of_range',
  'invalid_argument',
  'the clock skew is not between 0 and 5 seconds; choose another one',
)
const notAnOrigin = refuse(
  'applications.origin_invalid',
  'invalid_argument',
  'an additional origin is not a bare origin such as https://app.example.com; leave out paths, queries and a default port',
)
const tooManyUris = refuse(
  'applications.uris_out_of_bounds',
  'invalid_argument',
  `an application has at most ${mostUris} URIs of each kind, each of at most ${longestUri} characters; send fewer or shorter ones`,
)
const backChannelInvalid = refuse(
  'applications.back_channel_uri_invalid',
  'invalid_argument',
  'the back-channel logout URI is not an http or https URL without fragment; send one or none',
)
const loginUriInvalid = refuse(
  'applications.login_uri_invalid',
  'invalid_argument',
  'the base URI of the login is not an http or https URL; send one or none',
)
const resourceOfApiOnly = refuse(
  'applications.resource_of_api_only',
  'invalid_argument',
  'only API applications have a resource; leave it out of the client metadata',
)
const tokenSettingsOfApi = refuse(
  'applications.api_metadata_unsupported',
  'invalid_argument',
  'API applications get no tokens; leave settings of tokens and authorization requests out of the client metadata',
)
const samlMetadataMissing = refuse(
  'applications.saml_metadata_missing',
  'invalid_argument',
  'the SAML application has no metadata; send its XML or the URL where it is published',
)

/** Returns why the settings of an OIDC app cannot be stored; undefined if they can. Redirect URIs are judged when they are used. */
export function oidcProblem(config: OidcConfig): Refusal | undefined {
  const { responseTypes, grantTypes, clockSkewSeconds } = config
  const hasGrant = (grant: OidcConfig['grantTypes'][number]) => grantTypes.includes(grant)
  const codeIsGranted =
    hasGrant('authorization_code') || hasGrant('urn:ietf:params:oauth:grant-type:device_code')
  if (responseTypes.includes('code') && !codeIsGranted) return codeGrantMissing
  if (responseTypes.some((type) => type !== 'code') && !hasGrant('implicit')) return implicitGrantMissing
  if (!(clockSkewSeconds >= 0 && clockSkewSeconds <= 5)) return clockSkewTooLarge
  if (!config.additionalOrigins.every(isOrigin)) return notAnOrigin
  const { redirectUris, postLogoutRedirectUris, additionalOrigins, backChannelLogoutUri } = config
  if (![redirectUris, postLogoutRedirectUris, additionalOrigins, [backChannelLogoutUri]].every(areWithin)) {
    return tooManyUris
  }
  const isLogout = backChannelLogoutUri === '' || isWebLink(backChannelLogoutUri)
  if (!isLogout || backChannelLogoutUri.includes('#')) return backChannelInvalid
  if (config.metadata.resource !== undefined) return resourceOfApiOnly
  return loginProblem(config)
}

const ofTokens = [
  'dpop_bound_access_tokens',
  'tls_client_certificate_bound_access_tokens',
  'require_pushed_authorization_requests',
  'require_signed_request_object',
  'default_max_age',
  'required_acr_values',
] as const

/** Returns why the settings of an API app cannot be stored; undefined if they can. */
export function apiProblem({ metadata }: ApiConfig): Refusal | undefined {
  return ofTokens.some((name) => metadata[name] !== undefined) ? tokenSettingsOfApi : undefined
}

/** Returns why the settings of a SAML app cannot be stored; undefined if they can. */
export function samlProblem(config: SamlConfig): Refusal | undefined {
  const { metadata } = config
  const isGiven = metadata.kind === 'xml' ? metadata.xml !== '' : isWebLink(metadata.url)
  return isGiven ? loginProblem(config) : samlMetadataMissing
}

function loginProblem({ loginVersion }: Pick<OidcConfig, 'loginVersion'>): Refusal | undefined {
  if (loginVersion?.kind !== 'v2' || loginVersion.baseUri === '') return undefined
  return isWebLink(loginVersion.baseUri) && areWithin([loginVersion.baseUri]) ? undefined : loginUriInvalid
}

function areWithin(uris: readonly string[]): boolean {
  return uris.length <= mostUris && uris.every((uri) => uri.length <= longestUri)
}
