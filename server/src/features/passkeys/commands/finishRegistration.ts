import type { Verdict } from '../../../eventlog/decideOn.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { keyEvents, type VerifiedKey } from '../events.ts'
import type { KeyKind } from '../keyKind.ts'
import { type KeysState, type PendingKey, pendingKey, readyKeys } from '../keyState.ts'
import { credentialTaken } from '../refusals.ts'

const nothingPending = refuse(
  'passkey.nothing_pending',
  'failed_precondition',
  'no registration is pending, or it was answered or has expired; start a new one',
)
const notVerified = refuse(
  'passkey.user_not_verified',
  'invalid_argument',
  'a passkey must verify its user by PIN or biometrics; set one up on the authenticator and start again',
)

/** The new credential in an authenticator's valid response. */
export type NewCredential = Omit<VerifiedKey, 'tokenId' | 'name'>

/** Returns the registration of a response: the newest pending one, whatever id the response has. */
export function answeredRegistration(keys: KeysState, now: Date): PendingKey | Refusal {
  return pendingKey(keys, now) ?? nothingPending
}

/**
 * Makes the pending key ready under a name. Passkeys must have verified their user, security keys need not. A response that is
 * refused uses up the challenge, too: the registration cannot be finished any more.
 */
export function finishRegistration(
  kind: KeyKind,
  keys: KeysState,
  pending: PendingKey,
  name: string,
  answer: NewCredential | Refusal,
): Verdict {
  const { tokenId } = pending
  const accepted = acceptable(kind, keys, answer)
  if (isRefusal(accepted))
    return { events: [keyEvents[kind].registrationFailed({ tokenId })], refusal: accepted }
  return { events: [keyEvents[kind].verified({ tokenId, name, ...accepted })] }
}

function acceptable(
  kind: KeyKind,
  keys: KeysState,
  answer: NewCredential | Refusal,
): NewCredential | Refusal {
  if (isRefusal(answer)) return answer
  if (kind === 'passkey' && !answer.userVerified) return notVerified
  const taken = readyKeys(keys).some(({ credentialId }) => credentialId === answer.credentialId)
  return taken ? credentialTaken : answer
}
