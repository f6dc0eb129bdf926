import { appKeysOf, isVerifyingKey } from '../../../features/applications/index.ts'
import { useOnce } from '../../../features/proof-of-possession/index.ts'
import { type AssertionKey, verifyAssertion } from '../assertion.ts'
import { invalidClient } from '../oauthError.ts'
import type { ClientAuthMethod, ClientToAuthenticate } from './method.ts'
import { wrongCredentials } from './presented.ts'

/** `private_key_jwt` (RFC 7523 §2.2): an assertion that one of the client's keys has signed. */
export const privateKeyJwt: ClientAuthMethod = {
  names: ['private_key_jwt'],
  async verify(request) {
    const { presented, client, place, on } = request
    if (presented.kind !== 'assertion') throw wrongCredentials(presented)
    const { instanceId, now } = place
    const assertion = await verifyAssertion(presented.assertion, {
      subject: client.clientId,
      audiences: audiencesOf(request),
      keys: await keysOf(request),
      now,
    })
    if (!assertion.valid) throw invalidClient(`the client_assertion ${assertion.reason}`, { basic: false })
    const { once } = assertion
    const isNew =
      once === undefined ||
      (await useOnce(on.database, { instanceId, purpose: 'client_assertion', now, ...once }))
    if (!isNew) {
      throw invalidClient('the client_assertion was used before; sign a new one for each request', {
        basic: false,
      })
    }
  },
}

/** The issuer, the token endpoint and the endpoint that the request addresses (OpenID Connect Core §9, RFC 9126 §2). */
function audiencesOf({ place, head }: ClientToAuthenticate): string[] {
  const issuer = place.origin.url
  return [issuer, `${issuer}/oauth/v2/token`, `${issuer}${head.target?.path ?? ''}`]
}

async function keysOf({ client, place, on }: ClientToAuthenticate): Promise<readonly AssertionKey[]> {
  const own = client.jwks
    .filter(isVerifyingKey)
    .map((jwk) => ({ keyId: typeof jwk.kid === 'string' ? jwk.kid : undefined, jwk }))
  const added = await appKeysOf(on.database, place.instanceId, client.appId)
  return [
    ...own,
    ...added.map(({ keyId, publicKey, expiresAt }) => ({
      keyId,
      pem: publicKey,
      expiresAt: new Date(expiresAt),
    })),
  ]
}
