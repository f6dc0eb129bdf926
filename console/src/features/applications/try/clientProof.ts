import { importSigningKey, signJwt } from '../../../kit/signJwt.ts'
import { randomText } from './encoding.ts'

/** How the client of a trial proves itself; secrets live as long as the page is open. */
export type ClientProof =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic' | 'post'; readonly secret: string }
  | { readonly kind: 'jwt'; readonly keyFile: KeyFile }

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

interface KeyFile {
  readonly keyId: string
  /** The private key in PEM. */
  readonly key: string
}

/** Reads a file of `CreateApplicationKey`; undefined for any other text. */
export function readKeyFile(text: string): KeyFile | undefined {
  try {
    const { keyId, key } = JSON.parse(text) as Partial<KeyFile>
    return typeof keyId === 'string' && key?.includes('PRIVATE KEY') ? { keyId, key } : undefined
  } catch {
    return undefined
  }
}

/** Signs that the client asks, with the key of its file. */
async function assertion({ keyId, key }: KeyFile, clientId: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: location.origin,
    iat: now,
    exp: now + 60,
    jti: randomText(),
  }
  return signJwt(await importSigningKey(key), claims, { kid: keyId })
}
