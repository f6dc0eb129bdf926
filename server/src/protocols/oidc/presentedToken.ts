import { type TokenTextParts, tokenText } from '../../features/machine-credentials/index.ts'
import { type OidcTokenParts, parseJti, tokenTexts } from '../../features/oidc-sessions/index.ts'
import { keyIdOf } from '../../features/web-keys/index.ts'

/** A token that a request presents, read but not verified. */
export type PresentedToken =
  | { readonly kind: 'access' | 'refresh'; readonly parts: OidcTokenParts }
  | {
      readonly kind: 'jwt'
      readonly parts: Omit<OidcTokenParts, 'secret'>
      readonly text: string
      readonly keyId: string
    }
  | { readonly kind: 'pat'; readonly parts: TokenTextParts }

/** Bytes of a JWT access token; roles of many projects fit. */
const maxJwt = 32 * 1024

/** Reads a token of any kind that this server issues; undefined for others. */
export function presentedToken(text: string): PresentedToken | undefined {
  const access = tokenTexts.access.parse(text)
  if (access) return { kind: 'access', parts: access }
  const refresh = tokenTexts.refresh.parse(text)
  if (refresh) return { kind: 'refresh', parts: refresh }
  const pat = tokenText.parse(text)
  if (pat) return { kind: 'pat', parts: pat }
  const parts = parseJti(claimsOf(text)?.['jti'])
  const keyId = parts && keyIdOf(text)
  return parts && keyId !== undefined ? { kind: 'jwt', parts, text, keyId } : undefined
}

function claimsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload, signature] = text.length > maxJwt ? [] : text.split('.', 4)
  if (payload === undefined || signature === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
