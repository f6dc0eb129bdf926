import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { sha256 } from '../../server/src/kernel/crypto/sha256.ts'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { type FormReply, type FormSender, requestToken } from './oidcForms.ts'

/** The holder of a DPoP key (RFC 9449), who makes proofs at the time of a server. */
export interface DpopHolder {
  /** Makes a proof for a POST to the token endpoint unless told otherwise. */
  proof(claims?: JWTPayload & { readonly accessToken?: string }): Promise<string>
}

let proofs = 0

/** Makes a new DPoP key. */
export async function dpopHolder(server: Pick<TestServer, 'url' | 'clock'>): Promise<DpopHolder> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  return {
    proof({ accessToken, ...claims } = {}) {
      proofs += 1
      const payload = {
        jti: `proof-${proofs}`,
        htm: 'POST',
        htu: `${server.url}/oauth/v2/token`,
        iat: Math.floor(server.clock.now().getTime() / 1000),
        ...(accessToken !== undefined && { ath: sha256(accessToken).toString('base64url') }),
        ...claims,
      }
      return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk }).sign(privateKey)
    },
  }
}

/** Requests a token with a DPoP proof: once without a nonce, then with the one that the server gives. */
export async function requestBoundToken(
  server: Pick<TestServer, 'url'>,
  holder: DpopHolder,
  form: Readonly<Record<string, string>>,
  sender: FormSender = {},
): Promise<FormReply> {
  const send = async (claims: JWTPayload) =>
    requestToken(server, form, {
      ...sender,
      headers: { ...sender.headers, dpop: await holder.proof(claims) },
    })
  const first = await send({})
  const nonce = first.headers.get('dpop-nonce')
  return nonce === null || first.status === 200 ? first : send({ nonce })
}

/** An assertion of RFC 7523 for the issuer of a server, valid for a minute. */
export function signAssertion(
  server: Pick<TestServer, 'url' | 'clock'>,
  signer: {
    readonly subject: string
    readonly keyId?: string
    readonly key: KeyObject | string
    readonly alg?: string
  },
  claims: JWTPayload = {},
): Promise<string> {
  const { subject, keyId, key, alg = 'RS256' } = signer
  const iat = Math.floor(server.clock.now().getTime() / 1000)
  const payload = { iss: subject, sub: subject, aud: server.url, iat, exp: iat + 60, ...claims }
  return new SignJWT(payload)
    .setProtectedHeader({ alg, ...(keyId !== undefined && { kid: keyId }) })
    .sign(typeof key === 'string' ? createPrivateKey(key) : key)
}

const newEcKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** A key set of a client as real ones are: one key `good` that verifies, among others that a server should ignore (RFC 7517 §5). */
export function mixedKeySet() {
  const publicOf = (key: KeyObject) => key.export({ format: 'jwk' })
  const [good, stray] = [newEcKey(), newEcKey()]
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const keys = [
    null,
    { kty: 'EC', crv: 'P-256', kid: 'empty' },
    { ...publicOf(short.publicKey), kid: 'short' },
    { ...publicOf(stray.publicKey), kid: 'stray', use: { sig: true } },
    { ...publicOf(good.publicKey), kid: 'good', use: null, alg: null, cert: { not_after: 1 } },
  ]
  const jwks = { keys, issuer: 'https://agent.example' }
  return { jwks, unusable: { keys: keys.slice(0, 4) }, good, stray }
}
