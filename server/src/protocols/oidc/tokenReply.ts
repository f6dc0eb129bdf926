import type { JWTPayload } from 'jose'
import type { IssuedTokens, TokenGrant } from '../../features/oidc-sessions/index.ts'
import { type SigningAlgorithm, type SigningKey, signingKey, signJwt } from '../../features/web-keys/index.ts'
import type { Place } from './lookup.ts'
import type { OidcDeps } from './oidcDeps.ts'
import type { TokenReply } from './tokenRequest.ts'

/** Tokens that are committed, and the claims for those that are JWTs. */
export interface ReplyParts {
  readonly place: Place
  readonly grant: Pick<TokenGrant, 'lean' | 'clientId' | 'audience' | 'actor' | 'mayAct' | 'confirmation'>
  readonly issued: IssuedTokens
  /** The scopes of the access token, if they are not those that the client asked for. */
  readonly scope?: readonly string[] | undefined
  /** Seconds that tokens live longer and were issued earlier. */
  readonly clockSkew: number
  /** Claims of a JWT access token about its user. */
  readonly accessClaims?: JWTPayload
  /** Returns all claims of the ID token, given the access token issued with it; absent: there is none. */
  readonly idToken?: ((accessToken: string | undefined, alg: SigningAlgorithm) => JWTPayload) | undefined
  /** The active key, if the look-up has read it. */
  readonly signingKey?: SigningKey | null
}

/** Returns the reply to a token request (RFC 6749 §5.1, OpenID Connect Core 1.0 §3.1.3.3). JWTs are signed here, after the commit. */
export async function tokenReply(on: OidcDeps, parts: ReplyParts): Promise<TokenReply> {
  const { place, grant, issued, scope, idToken } = parts
  const { accessToken, refreshToken } = issued
  const text = accessToken && (accessToken.text || (await accessTokenJwt(on, parts)))
  const key = idToken && (parts.signingKey ?? (await signingKey(on, place.instanceId)))
  return {
    body: {
      ...(accessToken && {
        access_token: text,
        token_type: grant.confirmation?.jkt ? 'DPoP' : 'Bearer',
        expires_in: Math.round((Date.parse(accessToken.expiresAt) - place.now.getTime()) / 1000),
      }),
      ...(refreshToken && { refresh_token: refreshToken }),
      ...(key && {
        id_token: await signJwt(on, place.instanceId, { claims: idToken(text, key.alg), typ: 'JWT', key }),
      }),
      ...(scope && { scope: scope.join(' ') }),
    },
  }
}

function accessTokenJwt(on: OidcDeps, parts: ReplyParts): Promise<string> {
  const { place, grant, issued, clockSkew, accessClaims } = parts
  const { jti, issuedAt = '', expiresAt = '' } = issued.accessToken ?? {}
  const { audience: asked = grant.audience } = issued.accessToken ?? {}
  const audience = asked.length > 0 ? [...asked] : [grant.clientId]
  const claims: JWTPayload = {
    ...accessClaims,
    iss: place.origin.url,
    sub: grant.lean.userId,
    aud: audience,
    exp: seconds(expiresAt) + clockSkew,
    iat: seconds(issuedAt) - clockSkew,
    nbf: seconds(issuedAt) - clockSkew,
    client_id: grant.clientId,
    jti: jti ?? '',
    ...(grant.actor && { act: grant.actor }),
    ...(grant.mayAct && { may_act: grant.mayAct }),
    ...(grant.confirmation && { cnf: grant.confirmation }),
  }
  const key = parts.signingKey ?? undefined
  return signJwt(on, place.instanceId, { claims, typ: 'JWT', key })
}

/** Returns the whole seconds since 1970 of an ISO 8601 instant. */
export function seconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000)
}
