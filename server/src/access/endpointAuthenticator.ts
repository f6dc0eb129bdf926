import type { EndpointAuthenticator } from '../contract/endpoint.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Authenticator, authenticate } from './authenticate.ts'
import type { Call } from './call.ts'

/** Creates the authenticator of endpoints, such as assets. */
export function openEndpointAuthenticator(
  authenticator: Authenticator,
  clock: Clock,
): EndpointAuthenticator<Call> {
  return {
    authenticate: (request, tokenNeeded) =>
      authenticate(authenticator, request, { tokenNeeded, enrols: false }, clock.now()),
  }
}
