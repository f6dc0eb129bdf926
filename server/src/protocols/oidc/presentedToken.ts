import { type TokenTextParts, tokenText } from '../../features/machine-credentials/index.ts'
import { jtiInJwt, type OidcTokenParts, tokenTexts } from '../../features/oidc-sessions/index.ts'
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

/** Reads a token of any kind that this server issues; undefined for others. */
export function presentedToken(text: string): PresentedToken | undefined {
  const access = tokenTexts.access.parse(text)
  if (access) return { kind: 'access', parts: access }
  const refresh = tokenTexts.refresh.parse(text)
  if (refresh) return { kind: 'refresh', parts: refresh }
  const pat = tokenText.parse(text)
  if (pat) return { kind: 'pat', parts: pat }
  const jwt = jtiInJwt(text)
  const keyId = jwt && keyIdOf(text)
  return jwt && keyId !== undefined ? { kind: 'jwt', parts: jwt, text, keyId } : undefined
}
