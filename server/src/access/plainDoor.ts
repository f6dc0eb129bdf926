import type { PlainDoor } from '../contract/plainRoute.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Authenticator, authenticate } from './authenticate.ts'
import type { Call } from './call.ts'
import { openLookup } from './lookup.ts'

/** Opens the door for routes beside the contract (assets). */
export function openPlainDoor(authenticator: Authenticator, clock: Clock): PlainDoor<Call> {
  const authenticating = { ...authenticator, lookup: openLookup(authenticator.query) }
  return (request, tokenNeeded) =>
    authenticate(authenticating, request, { tokenNeeded, enrolment: false }, clock.now())
}
