import type { CheckedSignature } from './checkedSignature.ts'
import { base64urlBytes, readToken } from './encoding.ts'

interface PublicKey extends JsonWebKey {
  readonly kid?: string
}

/** What each algorithm of a JWT (RFC 7518 §3.1, RFC 8037 §3.1) is for the browser. */
const algorithms: Readonly<Record<string, Parameters<SubtleCrypto['importKey']>[2] & object>> = {
  RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  RS384: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  RS512: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  ES512: { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  EdDSA: { name: 'Ed25519' },
}

/** Checks the signature of a JWT by the keys that the instance publishes (OpenID Connect Core 1.0 §3.1.3.7, RFC 7515 §5.2). */
export async function checkSignature(token: string): Promise<CheckedSignature> {
  const [header = '', claims = '', signature = ''] = token.split('.')
  const { kid, alg } = readToken(token)?.header ?? {}
  const checked = { keyId: String(kid ?? ''), algorithm: String(alg ?? '') }
  const algorithm = algorithms[checked.algorithm]
  const published = (await publicKeys()).find((key) => key.kid === kid)
  if (algorithm === undefined || published === undefined) return { ...checked, outcome: 'unknown' }
  // Of the published key only what it is made of counts: the algorithm is the one above.
  const { kty = '', crv = '', n = '', e = '', x = '', y = '' } = published
  const parts = Object.entries({ kty, crv, n, e, x, y }).filter(([, value]) => value !== '')
  const key = await crypto.subtle.importKey('jwk', Object.fromEntries(parts), algorithm, false, ['verify'])
  const signed = new TextEncoder().encode(`${header}.${claims}`)
  const isGood = await crypto.subtle.verify(algorithm, key, base64urlBytes(signature), signed)
  return { ...checked, outcome: isGood ? 'good' : 'bad' }
}

async function publicKeys(): Promise<readonly PublicKey[]> {
  const reply = await fetch(`${location.origin}/oauth/v2/keys`, { credentials: 'omit' })
  const { keys } = (await reply.json()) as { readonly keys?: readonly PublicKey[] }
  return keys ?? []
}
