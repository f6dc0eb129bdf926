import { refuse } from '../../../kernel/refusal.ts'
import type { CheckOutcome } from '../../users/index.ts'
import { keyEvents } from '../events.ts'
import type { KeyKind } from '../keyKind.ts'
import type { ReadyKey } from '../keyState.ts'

const copied = refuse(
  'passkey.sign_count_stale',
  'failed_precondition',
  "the key's counter did not grow, so it may have been copied; remove the key and register it again",
)

/**
 * Records the counter of a key whose response was valid. If both counters are in use, the new one must be larger
 * (WebAuthn §7.2, signature counter); keys that do not count send 0, and the recorded counter is never lowered.
 */
export function countUse(
  kind: KeyKind,
  key: ReadyKey,
  use: { readonly signCount: number; readonly backedUp: boolean },
): CheckOutcome {
  const { tokenId } = key
  if (key.signCount > 0 && use.signCount > 0 && use.signCount <= key.signCount) {
    const failed = keyEvents[kind].checkFailed({ tokenId, reason: 'sign_count', signCount: use.signCount })
    return { userEvents: [failed], refusal: copied }
  }
  const signCount = Math.max(key.signCount, use.signCount)
  if (signCount === key.signCount && use.backedUp === key.backedUp) return { userEvents: [] }
  const changed = keyEvents[kind].signCountChanged({ tokenId, signCount, backedUp: use.backedUp })
  return { userEvents: [changed] }
}
