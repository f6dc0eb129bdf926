import type { PlainDoor } from '../contract/plainRoute.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Authenticator, authenticate } from './authenticate.ts'
import type { Call } from './call.ts'

/** Opens the door for routes beside the contract (assets). */
export function openPlainDoor(authenticator: Authenticator, clock: Clock): PlainDoor<Call> {
  return (request, tokenNeeded) =>
    authenticate(authenticator, request, { tokenNeeded, enrols: false }, clock.now())
}
