import { type BegunRegistration, keyEvents } from '../events.ts'
import type { KeyKind } from '../keyKind.ts'
import { type KeysState, readyKeys } from '../keyState.ts'

/** Begins a registration; it supersedes the pending one of its kind. Registered keys never prevent it. */
export function beginRegistration(kind: KeyKind, registration: BegunRegistration) {
  return [keyEvents[kind].added(registration)]
}

/** The credentials that must not be registered again: the ready ones of this kind for the same relying party. */
export function excludedCredentials(keys: KeysState, rpId: string) {
  return readyKeys(keys)
    .filter((key) => key.rpId === rpId)
    .map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] }))
}
