import { isAppLink, linkScheme } from '../../kernel/linkScheme.ts'
import type { AppType, ResponseType } from './config.ts'
import { matchesGlob } from './uriGlob.ts'

/** The settings that decide where a client's users may be sent. */
export interface RedirectRules {
  readonly kind: AppType | 'api'
  readonly devMode: boolean
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
}

/**
 * Whether an authorization response may be sent to this URI (OIDC notes §2). Web and user-agent apps get exactly a registered URI, native
 * ones also any port of a registered loopback URI (RFC 8252 §7.3); in dev mode registered URIs are patterns too. No URI with a
 * fragment or user information is accepted, registered or not (RFC 6749 §3.1.2).
 */
export function acceptsRedirectUri(
  client: RedirectRules,
  uri: string,
  responseType: ResponseType | (string & {}),
): boolean {
  if (!isPlain(uri) || !allowsScheme(client, uri, responseType)) return false
  const { kind, devMode, redirectUris } = client
  if (redirectUris.includes(uri)) return true
  if (kind === 'native' && redirectUris.some((registered) => isSameLoopback(registered, uri))) return true
  return devMode && redirectUris.some((pattern) => matchesGlob(pattern, uri, { deep: true }))
}

/** Whether a user may be sent to this URI after logout: a registered one; in dev mode registered URIs are patterns of one segment. */
export function acceptsPostLogoutUri(client: RedirectRules, uri: string): boolean {
  if (!isPlain(uri)) return false
  const { devMode, postLogoutRedirectUris } = client
  if (postLogoutRedirectUris.includes(uri)) return true
  return devMode && postLogoutRedirectUris.some((pattern) => matchesGlob(pattern, uri, { deep: false }))
}

/** Whether a URI is `http` on the loopback interface, whose requests never leave the device. */
export function isLoopback(uri: string): boolean {
  return loopbackParts(uri) !== undefined
}

const longest = 2048

function isPlain(uri: string): boolean {
  if (uri.length > longest || uri.includes('#') || uri.includes('\\') || !isAppLink(uri)) return false
  if (!URL.canParse(uri)) return false
  const { username, password } = new URL(uri)
  const authority = /^[^:]+:\/\/([^/?]*)/.exec(uri)?.[1] ?? ''
  return username === '' && password === '' && !authority.includes('@')
}

function allowsScheme({ kind, devMode }: RedirectRules, uri: string, responseType: string): boolean {
  const scheme = linkScheme(uri)
  if (scheme === 'https') return true
  if (scheme !== 'http') return kind === 'native'
  if (devMode) return true
  return kind === 'native' ? isLoopback(uri) : kind === 'web' && responseType === 'code'
}

function isSameLoopback(registered: string, uri: string): boolean {
  const target = loopbackParts(registered)
  return target !== undefined && target === loopbackParts(uri)
}

/** Returns path and query of a loopback URI as they are written, '/' for none. */
function loopbackParts(uri: string): string | undefined {
  const found = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?([/?][^#@\\]*)?$/i.exec(uri)
  return found ? (found[1] ?? '/') : undefined
}
