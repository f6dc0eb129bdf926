import type { Cookies, SetCookie } from '../contract/endpoint.ts'

/** Whether pages of the origin may have cookies: with https, or with http on the loopback host (Secure Contexts §3.1). */
export function allowsCookies(origin: { readonly secure: boolean; readonly domain: string }): boolean {
  return origin.secure || /^(.+\.)?localhost$|^127\.0\.0\.1$|^\[::1\]$/.test(origin.domain)
}

/** Parses a Cookie header (RFC 6265 §5.4); with https only `__Host-` cookies count, which no other host can set. */
export function parseCookies(header: string | undefined, secure: boolean): Cookies {
  const values = new Map<string, string>()
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    if (at > 0 && !values.has(name)) values.set(name, pair.slice(at + 1).trim())
  }
  return { get: (name) => values.get(cookieName(name, secure)) }
}

/** Serializes a cookie for Set-Cookie; throws for characters that need encoding (RFC 6265 §4.1.1). */
export function serializeCookie({ name, value, maxAge, inFrames }: SetCookie, secure: boolean): string {
  if (!/^[\w-]+$/.test(name) || !/^[\w!#$%&'()*+./:<=>?@[\]^`{|}~-]*$/.test(value)) {
    throw new Error(`the cookie ${JSON.stringify(name)} has characters that a cookie cannot have`)
  }
  const attributes = ['Path=/', 'HttpOnly', `SameSite=${inFrames && secure ? 'None' : 'Lax'}`]
  if (secure) attributes.push('Secure')
  if (maxAge !== undefined) attributes.push(`Max-Age=${Math.trunc(maxAge)}`)
  return [`${cookieName(name, secure)}=${value}`, ...attributes].join('; ')
}

function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name
}
