import { useOnce } from '../../../features/proof-of-possession/index.ts'
import { verifyAssertion } from '../assertion.ts'
import { invalidClient } from '../oauthError.ts'
import { verificationKeys } from '../verificationKeys.ts'
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
      keys: await verificationKeys(on.database, instanceId, client),
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
