import { base64url } from './base64url.ts'

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** Reads an RSA key in PEM as a key that signs, and that no script can read again. Throws for anything else. */
export async function importSigningKey(pem: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', pkcs8(pem), algorithm, false, ['sign'])
}

/** Signs claims with RS256 (RFC 7519). */
export async function signJwt(key: CryptoKey, claims: object, header: object = {}): Promise<string> {
  const encode = (json: object) => base64url(new TextEncoder().encode(JSON.stringify(json)))
  const content = `${encode({ alg: 'RS256', ...header })}.${encode(claims)}`
  const signature = await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(content))
  return `${content}.${base64url(new Uint8Array(signature))}`
}

/** Version 0 and the identifier of RSA keys, which lead a key in PKCS #8 (RFC 5208 §5, RFC 8017 §A.1). */
const rsaPrefix = [
  0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
]

/** Reads a key in PEM. Browsers import PKCS #8 only; many files hold PKCS #1. */
function pkcs8(pem: string): Uint8Array<ArrayBuffer> {
  const body = pem.replaceAll(/-----[^-]+-----|\s/g, '')
  const bytes = Uint8Array.from(atob(body), (character) => character.charCodeAt(0))
  if (!pem.includes('RSA PRIVATE KEY')) return bytes
  return new Uint8Array(der(0x30, [...rsaPrefix, ...der(0x04, [...bytes])]))
}

function der(tag: number, content: readonly number[]): number[] {
  const { length } = content
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff]
  return [tag, ...size, ...content]
}
