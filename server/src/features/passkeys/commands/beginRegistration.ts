import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { type BegunRegistration, keyEvents } from '../events.ts'
import type { KeyKind } from '../keyKind.ts'
import { type KeysState, readyKeys } from '../keyState.ts'

const mostKeys = 100

const tooMany = refuse(
  'passkey.too_many',
  'failed_precondition',
  `a person has at most ${mostKeys} keys of a kind; remove those that are not used`,
)

/** Begins a registration; it supersedes the pending one of its kind. Refuses if 100 keys of the kind are registered. */
export function beginRegistration(kind: KeyKind, keys: KeysState, registration: BegunRegistration): Decision {
  if (readyKeys(keys).length >= mostKeys) return tooMany
  return [keyEvents[kind].added(registration)]
}

/** The credentials that must not be registered again: the ready ones of this kind for the same relying party. */
export function excludedCredentials(keys: KeysState, rpId: string) {
  return readyKeys(keys)
    .filter((key) => key.rpId === rpId)
    .map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] }))
}
