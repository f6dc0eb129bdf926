import { hash } from 'node:crypto'
import type { SigningAlgorithm } from '../../../features/web-keys/index.ts'

/** The parts that ID tokens and JWT access tokens share. */
interface TokenInput {
  readonly issuer: string
  readonly subject: string
  readonly audience: readonly string[]
  readonly clientId: string
  readonly now: Date
  /** Seconds. */
  readonly lifetime: number
  /** Seconds by which clients' clocks may differ: added to `exp`, subtracted from the other times. */
  readonly clockSkew: number
  /** The acting party of an exchanged token (RFC 8693 §4.1). */
  readonly actor?: object | undefined
}

/** An ID token to issue. */
export interface IdTokenInput extends TokenInput {
  readonly authTime?: Date | undefined
  readonly nonce?: string | undefined
  readonly acr?: string | undefined
  readonly amr: readonly string[]
  /** The SSO session. */
  readonly sessionId?: string | undefined
  /** The grant on which the token leans, so that an exchange of it leans on the same. */
  readonly grantId: string
  /** Issued with it; its hash binds it to this token. */
  readonly accessToken?: string | undefined
  /** That of the key which signs. */
  readonly alg: SigningAlgorithm
}

/** Returns the protocol claims of an ID token (OpenID Connect Core 1.0 §2, §3.3.2.11; oidc notes §3). */
export function idTokenClaims(token: IdTokenInput) {
  const { issuer, subject, audience, clientId, authTime, nonce, acr, amr, sessionId, alg } = token
  const { iat, exp } = times(token)
  return {
    iss: issuer,
    sub: subject,
    aud: [...new Set([...audience, clientId])],
    exp,
    iat,
    ...(authTime && { auth_time: seconds(authTime) - token.clockSkew }),
    ...(nonce !== undefined && nonce !== '' && { nonce }),
    ...(acr !== undefined && acr !== '' && { acr }),
    ...(amr.length > 0 && { amr: [...amr] }),
    azp: clientId,
    client_id: clientId,
    ...(token.accessToken !== undefined && { at_hash: halfHash(token.accessToken, alg) }),
    ...(sessionId !== undefined && sessionId !== '' && { sid: sessionId }),
    ...(token.actor !== undefined && { act: token.actor }),
    [grantClaim]: token.grantId,
  }
}

/** The claim of an ID token that names the grant with which it was issued. */
export const grantClaim = 'urn:sallyport:grant'

/** A JWT access token to issue. */
export interface AccessTokenInput extends TokenInput {
  /** `<oidcSessionId>.<tokenId>`. */
  readonly jti: string
  /** The key that the token is bound to (RFC 7800): `jkt` or `x5t#S256`. */
  readonly confirmation?: object | undefined
}

/** Returns the protocol claims of a JWT access token (oidc notes §3); its audience is the client if there is none. */
export function accessTokenClaims(token: AccessTokenInput) {
  const { issuer, subject, audience, clientId, jti, confirmation, actor } = token
  const { iat, exp } = times(token)
  return {
    iss: issuer,
    sub: subject,
    aud: audience.length > 0 ? [...audience] : [clientId],
    exp,
    iat,
    nbf: iat,
    client_id: clientId,
    jti,
    ...(actor !== undefined && { act: actor }),
    ...(confirmation !== undefined && { cnf: confirmation }),
  }
}

const digests: Readonly<Record<SigningAlgorithm, string>> = {
  RS256: 'sha256',
  RS384: 'sha384',
  RS512: 'sha512',
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  // Ed25519 hashes with SHA-512 (RFC 8032 §5.1).
  EdDSA: 'sha512',
}

/** Returns `at_hash`: the left half of the hash that the algorithm of the token uses. */
export function halfHash(value: string, alg: SigningAlgorithm): string {
  const digest = hash(digests[alg], value, 'buffer')
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

function times({ now, lifetime, clockSkew }: TokenInput) {
  const issued = seconds(now)
  return { iat: issued - clockSkew, exp: issued + lifetime + clockSkew }
}

function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000)
}
