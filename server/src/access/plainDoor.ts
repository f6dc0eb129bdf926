import type { Clock } from '../kernel/clock.ts'
import { type Authenticator, authenticate } from './authenticate.ts'
import type { Call } from './call.ts'
import { openLookup } from './lookup.ts'
import type { RequestHead } from './requestOrigin.ts'

/** Turns a plain HTTP request into a call, by the same rules as a request of the contract; anonymous without `tokenNeeded`. */
export type PlainDoor = (request: RequestHead, tokenNeeded: boolean) => Promise<Call>

/** Opens the door for routes beside the contract (assets). */
export function openPlainDoor(authenticator: Authenticator, clock: Clock): PlainDoor {
  const authenticating = { ...authenticator, lookup: openLookup(authenticator.query) }
  return (request, tokenNeeded) =>
    authenticate(authenticating, request, { tokenNeeded, enrolment: false }, clock.now())
}
