import type { EndpointDoor } from '../contract/endpoint.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Authenticator, authenticate } from './authenticate.ts'
import type { Call } from './call.ts'

/** Opens the door for endpoints beside the contract, such as assets. */
export function openEndpointDoor(authenticator: Authenticator, clock: Clock): EndpointDoor<Call> {
  return {
    open: (request, tokenNeeded) =>
      authenticate(authenticator, request, { tokenNeeded, enrols: false }, clock.now()),
  }
}
