import {
  acceptsRedirectUri,
  type OidcClient,
  responseTypeNotAllowed,
} from '../../../features/applications/index.ts'
import type { ResponseMode, ResponseType } from '../../../features/auth-requests/index.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import type { Parameters } from '../parameters.ts'

/** Where the answer goes: to a redirect URI that the client has registered, so that errors may be sent there too. */
export interface Target {
  readonly issuer: string
  readonly redirectUri: string
  readonly responseMode: ResponseMode
  readonly state?: string | undefined
}

/** Reads where the answer goes; throws for a redirect URI that is not the client's (RFC 6749 §3.1.2.4). */
export function targetOf(
  { logger }: Pick<OidcDeps, 'logger'>,
  client: OidcClient,
  parameters: Parameters,
  issuer: string,
): Target {
  if (client.kind === 'api') {
    throw new OAuthError(
      'unauthorized_client',
      'this application is an API, which cannot log people in; use an application of type OIDC',
    )
  }
  const redirectUri = parameters.require('redirect_uri')
  const type = responseTypeOf(parameters)
  if (!acceptsRedirectUri(client, redirectUri, type)) {
    const { clientId, redirectUris: registered } = client
    logger.info(
      { clientId, sent: redirectUri, registered },
      'the redirect URI of a request is not registered',
    )
    throw new OAuthError(
      'invalid_request',
      'the redirect_uri is not registered for this application; the log of the server names both, register it or send a registered one',
    )
  }
  const state = parameters.get('state')
  return { issuer, redirectUri, responseMode: responseModeOf(parameters, type), ...(state && { state }) }
}

/** Returns the response type with its words in the order of the contract: `token id_token` is `id_token token`. */
function responseTypeOf(parameters: Parameters): string {
  return (parameters.get('response_type') ?? '').split(' ').filter(Boolean).sort().join(' ')
}

/** An unknown mode is ignored, and so is `query` for tokens (OAuth 2.0 Multiple Response Types §3.0, §5). */
function responseModeOf(parameters: Parameters, type: string): ResponseMode {
  const mode = parameters.get('response_mode')
  if (mode === 'form_post' || mode === 'fragment') return mode
  return /\b(id_)?token\b/.test(type) ? 'fragment' : 'query'
}

const responseTypes: readonly ResponseType[] = ['code', 'id_token', 'id_token token']

/** Returns the response type if the server knows it and the client may use it. */
export function allowedResponseType(client: OidcClient, parameters: Parameters): ResponseType {
  parameters.require('response_type')
  const wanted = responseTypeOf(parameters)
  const known = responseTypes.find((type) => type === wanted)
  if (known === undefined) {
    throw new OAuthError(
      'unsupported_response_type',
      `this response_type is not supported; send ${responseTypes.join(', ')}`,
    )
  }
  const reason = responseTypeNotAllowed(client, known)
  if (reason !== undefined) throw new OAuthError('unauthorized_client', reason)
  return known
}
