import type { Kind } from './methods.ts'
import { texts } from './texts.ts'

/** The settings that decide whether an address can be used. */
export interface UriRules {
  readonly kind: Kind
  readonly developmentMode: boolean
}

const { problems } = texts.uris

/**
 * Returns why the server will not redirect to an address, as people can mend it; undefined if it will. Follows the server's own rules:
 * RFC 6749 §3.1.2 (no fragment), RFC 8252 §7 (native applications), `http` in development only.
 */
export function redirectProblem(uri: string, { kind, developmentMode }: UriRules): string | undefined {
  const form = formProblem(uri)
  if (form !== undefined) return form
  const scheme = schemeOf(uri)
  if (uri.includes('*') && !developmentMode) return problems.pattern
  if (scheme === 'https') return undefined
  if (scheme !== 'http') return kind === 'native' ? undefined : problems.ownScheme
  if (developmentMode || kind === 'web') return undefined
  if (kind === 'native') return isLoopback(uri) ? undefined : problems.loopback
  return problems.http
}

/** Returns why people cannot be sent to an address after logout; undefined if they can. */
export function logoutProblem(uri: string, { developmentMode }: UriRules): string | undefined {
  return formProblem(uri) ?? (uri.includes('*') && !developmentMode ? problems.pattern : undefined)
}

/** What is allowed, but better avoided; undefined if there is nothing to say. */
export function redirectAdvice(uri: string, { kind, developmentMode }: UriRules): string | undefined {
  if (developmentMode && uri.includes('*')) return texts.uris.advice.pattern
  return kind === 'web' && schemeOf(uri) === 'http' && !isLoopback(uri) ? texts.uris.advice.http : undefined
}

/** Returns why a text is no origin (RFC 6454 §6.2); undefined if it is one. */
export function originProblem(text: string): string | undefined {
  const isOrigin = /^https?:\/\//i.test(text) && URL.canParse(text) && new URL(text).origin === text
  return isOrigin ? undefined : problems.origin
}

/** Returns why a text is no web address; undefined if it is one. */
export function webLinkProblem(text: string): string | undefined {
  return /^https?:\/\/[^/]/i.test(text) && URL.canParse(text) && !text.includes('#')
    ? undefined
    : problems.webLink
}

function formProblem(uri: string): string | undefined {
  if (!/^[a-z][a-z\d+.-]*:/i.test(uri) || !URL.canParse(uri)) return problems.absolute
  if (['javascript', 'data', 'vbscript', 'file', 'blob'].includes(schemeOf(uri))) return problems.script
  if (uri.includes('#')) return problems.fragment
  const { username, password } = new URL(uri)
  if (username !== '' || password !== '') return problems.userInformation
  return uri.length > 2000 ? problems.long : undefined
}

function schemeOf(uri: string): string {
  return (/^([a-z][a-z\d+.-]*):/i.exec(uri)?.[1] ?? '').toLowerCase()
}

function isLoopback(uri: string): boolean {
  return /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?([/?]|$)/i.test(uri)
}
