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
const notLocked = refuse('user.not_locked', 'failed_precondition', 'this user is not locked')
const alreadyInactive = refuse(
  'user.already_inactive',
  'failed_precondition',
  'this user is deactivated already',
)
const notInactive = refuse('user.not_inactive', 'failed_precondition', 'this user is not deactivated')
const notInitialized = refuse(
  'user.deactivate_initial',
  'failed_precondition',
  'this person has not finished the initialization yet; remove them instead',
)

/** Locks by an administrator's will; an automatic lock that would end by itself becomes a lasting one. */
export function lockUser(user: UserState, now: Date): Decision {
  if (user.kind === 'none') return userNotFound
  const lasting = isLocked(user, now) && user.lockedUntil === null
  if (user.status === 'inactive' || lasting) return notLockable
  return [userLocked({ automatic: false, until: null })]
}

/** Ends any lock and starts the failure counters anew. */
export function unlockUser(user: UserState, now: Date): Decision {
  if (user.kind === 'none') return userNotFound
  return isLocked(user, now) ? [userUnlocked()] : notLocked
}

/** Takes an active or locked user out of service. */
export function deactivateUser(user: UserState): Decision {
  if (user.kind === 'none') return userNotFound
  if (user.status === 'initial') return notInitialized
  return user.status === 'inactive' ? alreadyInactive : [userDeactivated()]
}

/** Brings a deactivated user back as active. */
export function reactivateUser(user: UserState): Decision {
  if (user.kind === 'none') return userNotFound
  return user.status === 'inactive' ? [userReactivated()] : notInactive
}
