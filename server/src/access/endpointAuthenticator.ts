import type { EndpointAuthenticator } from '../contract/endpoint.ts'
import { checkOwnHeaders } from '../contract/ownHeaders.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Authenticator, authenticate } from './authenticate.ts'
import type { Call } from './call.ts'

/** Creates the authenticator of endpoints, such as assets. */
export function openEndpointAuthenticator(
  authenticator: Authenticator,
  clock: Clock,
): EndpointAuthenticator<Call> {
  return {
    async authenticate(request, tokenNeeded) {
      checkOwnHeaders(request.headers)
      const demand = { tokenNeeded, enrols: undefined, freshProof: tokenNeeded }
      return authenticate(authenticator, request, demand, clock.now())
    },
  }
}
