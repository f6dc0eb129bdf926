import { createHmac, timingSafeEqual } from 'node:crypto'
import { type TokenFormat, type TokenParts, tokenFormat } from '../../access/tokenFormat.ts'

/** The kinds of tokens that a session's key protects. */
export type TokenKind = 'access' | 'refresh'

/** A token in its parts. */
export type OidcTokenParts = TokenParts<'oidcSessionId' | 'tokenId'>

/** Opaque access tokens: `slp_at_<oidc session>_<token>_<secret>`; refresh tokens: `slp_rt_…`. */
export const tokenTexts: Readonly<Record<TokenKind, TokenFormat<'oidcSessionId' | 'tokenId'>>> = {
  access: tokenFormat('slp_at', ['oidcSessionId', 'tokenId']),
  refresh: tokenFormat('slp_rt', ['oidcSessionId', 'tokenId']),
}

/**
 * Returns the secret of a token, derived from the session's sealed key. So every token of a session can be verified, also one
 * that was redeemed long ago, and a lost reply can be given again, although nothing is stored per token.
 */
function tokenSecret(key: Uint8Array, kind: TokenKind, tokenId: string): Buffer {
  return createHmac('sha256', key).update(`${kind}:${tokenId}`).digest()
}

/** Writes a token of a session. */
export function tokenTextOf(kind: TokenKind, key: Uint8Array, ids: Omit<OidcTokenParts, 'secret'>): string {
  return tokenTexts[kind].format({ ...ids, secret: tokenSecret(key, kind, ids.tokenId) })
}

/** Whether the session's key made this token, compared in constant time. */
export function isGenuine(kind: TokenKind, key: Uint8Array, { tokenId, secret }: OidcTokenParts): boolean {
  return timingSafeEqual(tokenSecret(key, kind, tokenId), secret)
}

/** Writes the `jti` of a JWT access token. */
export function jtiOf({ oidcSessionId, tokenId }: Omit<OidcTokenParts, 'secret'>): string {
  return `${oidcSessionId}.${tokenId}`
}

/** Reads the `jti` of a JWT access token; undefined for others. */
function parseJti(jti: unknown): Omit<OidcTokenParts, 'secret'> | undefined {
  const [, oidcSessionId, tokenId] = typeof jti === 'string' ? (/^(\d+)\.(\d+)$/.exec(jti) ?? []) : []
  return oidcSessionId && tokenId ? { oidcSessionId, tokenId } : undefined
}

/** Longer texts are no JWT access tokens; roles of many projects fit. */
const maxJwt = 32 * 1024

/** Reads the `jti` of a JWT access token without verifying it; undefined for other texts. */
export function jtiInJwt(
  text: string,
): (Omit<OidcTokenParts, 'secret'> & { readonly jwt: string }) | undefined {
  const [, payload, signature] = text.length > maxJwt ? [] : text.split('.', 4)
  if (payload === undefined || signature === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const jti = typeof claims === 'object' && claims !== null && 'jti' in claims ? claims.jti : undefined
    const parts = parseJti(jti)
    return parts && { ...parts, jwt: text }
  } catch {
    return undefined
  }
}
