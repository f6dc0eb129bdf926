import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { userDeactivated, userLocked, userReactivated, userUnlocked } from '../events.ts'
import { userNotFound } from '../refusals.ts'
import { isLocked, type UserState } from '../state.ts'

const notLockable = refuse(
  'user.not_lockable',
  'failed_precondition',
  'only an active user can be locked; look up the state first',
)
const notLocked = refuse(
  'user.not_locked',
  'failed_precondition',
  'this user is not locked; there is nothing to unlock',
)
const alreadyInactive = refuse(
  'user.already_inactive',
  'failed_precondition',
  'this user is already deactivated; reactivate it to use it again',
)
const notInactive = refuse(
  'user.not_inactive',
  'failed_precondition',
  'this user is not deactivated; there is nothing to reactivate',
)
const notInitialized = refuse(
  'user.deactivate_initial',
  'failed_precondition',
  'this person has not finished the initialization yet; remove them instead',
)

/** Locks a user until an administrator unlocks it, also one whose automatic lock would end by itself. */
export function lockUser(user: UserState, now: Date): Decision {
  if (user.kind === 'none') return userNotFound
  const lasting = isLocked(user, now) && user.lockedUntil === null
  if (user.status === 'inactive' || lasting) return notLockable
  return [userLocked({ automatic: false, until: null })]
}

/** Ends any lock and resets all failure counters, also those that an automatic release keeps. */
export function unlockUser(user: UserState, now: Date): Decision {
  if (user.kind === 'none') return userNotFound
  return isLocked(user, now) ? [userUnlocked({ automatic: false })] : notLocked
}

/** Deactivates an active or locked user. */
export function deactivateUser(user: UserState): Decision {
  if (user.kind === 'none') return userNotFound
  if (user.status === 'initial') return notInitialized
  return user.status === 'inactive' ? alreadyInactive : [userDeactivated()]
}

/** Makes a deactivated user active. */
export function reactivateUser(user: UserState): Decision {
  if (user.kind === 'none') return userNotFound
  return user.status === 'inactive' ? [userReactivated()] : notInactive
}
