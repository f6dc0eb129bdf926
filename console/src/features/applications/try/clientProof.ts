import { base64url, randomText } from './encoding.ts'

/** How the client of a trial proves itself; secrets live as long as the page is open. */
export type ClientProof =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic' | 'post'; readonly secret: string }
  | { readonly kind: 'jwt'; readonly keyFile: string }

/** Returns what a request to the token endpoint carries as proof (RFC 6749 §2.3, RFC 7523 §2.2). */
export async function proofOf(
  proof: ClientProof,
  clientId: string,
): Promise<{ readonly headers: Record<string, string>; readonly fields: Record<string, string> }> {
  switch (proof.kind) {
    case 'none':
      return { headers: {}, fields: { client_id: clientId } }
    case 'post':
      return { headers: {}, fields: { client_id: clientId, client_secret: proof.secret } }
    case 'basic': {
      const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(proof.secret)}`
      return { headers: { authorization: `Basic ${btoa(pair)}` }, fields: {} }
    }
    case 'jwt':
      return {
        headers: {},
        fields: {
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: await assertion(proof.keyFile, clientId),
        },
      }
  }
}

/** Signs that the client asks, with the key of a file of `CreateApplicationKey`. */
async function assertion(keyFile: string, clientId: string): Promise<string> {
  const { keyId, key } = JSON.parse(keyFile) as { readonly keyId: string; readonly key: string }
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8(key), algorithm, false, ['sign'])
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: location.origin,
    iat: now,
    exp: now + 60,
    jti: randomText(),
  }
  const encode = (json: object) => base64url(new TextEncoder().encode(JSON.stringify(json)))
  const content = `${encode({ alg: 'RS256', kid: keyId })}.${encode(claims)}`
  const signature = await crypto.subtle.sign(algorithm, privateKey, new TextEncoder().encode(content))
  return `${content}.${base64url(new Uint8Array(signature))}`
}

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** Version 0 and the identifier of RSA keys, which lead a key in PKCS #8 (RFC 5208 §5, RFC 8017 §A.1). */
const rsaPrefix = [
  0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
]

/** Reads a key in PEM. Browsers import PKCS #8 only, and the files hold PKCS #1. */
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
