import type { Decision } from '../../../kernel/facet.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { keyEvents, type VerifiedKey } from '../events.ts'
import type { KeyKind } from '../keyKind.ts'
import { type KeysState, type PendingKey, pendingKey, readyKeys } from '../keyState.ts'
import { credentialTaken } from '../refusals.ts'

/** The contract returns INTERNAL here. */
const nothingPending = refuse(
  'passkey.nothing_pending',
  'internal',
  'no registration is pending or it has expired; start a new one',
)
const notVerified = refuse(
  'passkey.user_not_verified',
  'internal',
  'a passkey must verify its user by PIN or biometrics; set one up on the authenticator and start again',
)

/** The new credential in an authenticator's valid response. */
export type NewCredential = Omit<VerifiedKey, 'tokenId' | 'name'>

/** Returns the registration of a response: the newest pending one, whatever id the response has. */
export function answeredRegistration(keys: KeysState, now: Date): PendingKey | Refusal {
  return pendingKey(keys, now) ?? nothingPending
}

/** Makes the pending key ready under a name. Passkeys must have verified their user, security keys need not. */
export function finishRegistration(
  kind: KeyKind,
  keys: KeysState,
  pending: PendingKey,
  name: string,
  answer: NewCredential | Refusal,
): Decision {
  if (isRefusal(answer)) return answer
  if (kind === 'passkey' && !answer.userVerified) return notVerified
  if (readyKeys(keys).some(({ credentialId }) => credentialId === answer.credentialId)) return credentialTaken
  return [keyEvents[kind].verified({ tokenId: pending.tokenId, name, ...answer })]
}
