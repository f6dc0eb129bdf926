import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { keyFacets, readyKeys } from '../../passkeys/index.ts'
import { passwordFacet } from '../../passwords/index.ts'
import { refuseInactiveOrganization } from '../../sessions/index.ts'
import { isLocked, userFacet } from '../../users/index.ts'

const locked = refuse(
  'user.account_locked',
  'failed_precondition',
  'this user is locked, so the code was not used; send it again once the user is unlocked',
)
const inactive = refuse(
  'user.account_inactive',
  'failed_precondition',
  'this user is deactivated, so the code was not used; send it again once the user is reactivated',
)

/** Whether the person has a credential with which a login can begin. */
export function hasCredential(user: Stream): boolean {
  return user.state(passwordFacet).hash !== null || readyKeys(user.state(keyFacets.passkey)).length > 0
}

/**
 * Refuses to take a code that leads to the first credential while nobody can log in to the account: it would be spent for nothing. Only
 * callers who have shown the code may receive this refusal.
 */
export async function refuseUnusable(user: Stream, tx: Transaction): Promise<Refusal | undefined> {
  const state = user.state(userFacet)
  if (isLocked(state, tx.now)) return locked
  if (state.kind !== 'none' && state.status === 'inactive') return inactive
  return refuseInactiveOrganization(tx, user)
}
