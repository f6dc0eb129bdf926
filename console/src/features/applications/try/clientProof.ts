import { importSigningKey, signJwt } from '../../../kit/signJwt.ts'
import { randomText } from './encoding.ts'

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
