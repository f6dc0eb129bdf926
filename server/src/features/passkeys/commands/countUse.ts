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

const eligibilityChanged = refuse(
  'passkey.backup_eligibility_changed',
  'failed_precondition',
  'the key contradicts its registration on whether it may be synced, so it may be another one; remove it and register it again',
)

/**
 * Records the counter of a key whose response was valid. If either counter is not 0, the new one must be larger (WebAuthn
 * level 3 §7.2 step 22), so a key that counted once must go on. Whether a key may be synced (BE) never changes (§6.1.3).
 */
export function countUse(
  kind: KeyKind,
  key: ReadyKey,
  use: { readonly signCount: number; readonly backedUp: boolean; readonly backupEligible: boolean },
): CheckOutcome {
  const { tokenId } = key
  const { signCount } = use
  const counting = key.signCount > 0 || signCount > 0
  if (counting && signCount <= key.signCount) {
    const failed = keyEvents[kind].checkFailed({ tokenId, reason: 'sign_count', signCount })
    return { userEvents: [failed], refusal: copied }
  }
  if (use.backupEligible !== key.backupEligible) {
    const failed = keyEvents[kind].checkFailed({ tokenId, reason: 'backup_eligible', signCount })
    return { userEvents: [failed], refusal: eligibilityChanged }
  }
  if (signCount === key.signCount && use.backedUp === key.backedUp) return { userEvents: [] }
  const changed = keyEvents[kind].signCountChanged({ tokenId, signCount, backedUp: use.backedUp })
  return { userEvents: [changed] }
}
