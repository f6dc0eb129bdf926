import type { OidcClient } from '../../../features/applications/index.ts'
import type { AuthorizationRequest, SessionLink } from '../../../features/auth-requests/index.ts'
import type { IssuedTokens, TokenGrant } from '../../../features/oidc-sessions/index.ts'
import { type IssuingColumns, lifetimesOf } from '../issuingPart.ts'
import type { Place } from '../lookup.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { subjectReply } from '../subjectReply.ts'
import type { LoginColumns } from './codePart.ts'

/** The part of a request that its tokens depend on. */
export interface LoginRequest
  extends Pick<
    AuthorizationRequest,
    'scope' | 'scopeChanged' | 'audience' | 'responseType' | 'issuer' | 'nonce' | 'claims'
  > {
  /** True where the scope `offline_access` alone gives a refresh token, without the client's grant (oidc notes §3). */
  readonly refreshTokenByScope?: boolean
}

/** A login that a client has asked for and a session has answered. */
export interface Login {
  readonly client: OidcClient
  readonly request: LoginRequest
  readonly link: SessionLink
  readonly row: LoginColumns & IssuingColumns
  /** The key to which the client has bound the tokens (RFC 7800). */
  readonly confirmation?: TokenGrant['confirmation']
  /** The audience of the access token, if the token request named resources. */
  readonly accessAudience?: readonly string[] | undefined
}

/** Returns the tokens that a login gives: an access token unless the client asked for an ID token only; a refresh token by code only. */
export function loginGrant(login: Login): TokenGrant {
  const { client, request, link, row, confirmation, accessAudience } = login
  const { scope, audience, nonce, claims, responseType, issuer } = request
  const { userId, userSequence, userOrgId, sessionId, proofs, acr, amr, authTime, admittedBy } = link
  const opaque = client.accessTokenType === 'jwt' ? 'jwt' : 'opaque'
  return {
    orgId: userOrgId,
    lean: { userId, userSequence, sessionId, proofs },
    clientId: client.clientId,
    issuer,
    appId: client.appId,
    projectId: client.projectId,
    scopes: scope,
    audience,
    amr,
    acr,
    authTime,
    ...(nonce !== undefined && { nonce }),
    ...(claims !== undefined && { claims }),
    ...(admittedBy !== undefined && { admittedBy }),
    ...(confirmation !== undefined && { confirmation }),
    accessAudience,
    accessToken: responseType === 'id_token' ? 'none' : opaque,
    refreshToken:
      responseType === 'code' &&
      scope.includes('offline_access') &&
      (request.refreshTokenByScope === true || client.grantTypes.includes('refresh_token')),
    lifetimes: lifetimesOf(row),
  }
}

/** Returns the token response of a login. */
export function loginReply(
  on: OidcDeps,
  place: Place,
  { client, request, row }: Login,
  { grant, issued }: { readonly grant: TokenGrant; readonly issued: IssuedTokens },
) {
  return subjectReply(on, {
    place,
    grant,
    issued,
    idTokenLifetime: grant.lifetimes.idTokenLifetime,
    client,
    row,
    ...(request.scopeChanged && { scope: grant.scopes }),
  })
}
