import { base64url } from '../../../kit/base64url.ts'

/** Returns 256 random bits as a text. */
export function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)))
}

/** Returns the SHA-256 hash of a text as base64url. */
export async function sha256(text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))))
}

/** A token that can be read. */
export interface ReadableToken {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

/** Reads a JWT without checking its signature; undefined for an opaque token. */
export function readToken(token: string): ReadableToken | undefined {
  const [header, claims, signature] = token.split('.')
  if (header === undefined || claims === undefined || signature === undefined) return undefined
  try {
    return { header: jsonOf(header), claims: jsonOf(claims) }
  } catch {
    return undefined
  }
}

/** Reads base64url without padding (RFC 7515 §2). */
export function base64urlBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

function jsonOf(part: string): Readonly<Record<string, unknown>> {
  return JSON.parse(new TextDecoder().decode(base64urlBytes(part))) as Readonly<Record<string, unknown>>
}
