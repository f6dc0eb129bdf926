import type { EventBody } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { CheckOutcome } from '../../users/index.ts'
import { passwordFailed, passwordSucceeded } from '../events.ts'
import type { PasswordState } from '../state.ts'

const notSet = refuse(
  'password.not_set',
  'failed_precondition',
  'this user has no password; use another way to log in',
)

/** Returns the hash that a guess is compared with, or refuses every guess. */
export function passwordToCheck(
  password: PasswordState,
  locked: boolean,
): NonNullable<PasswordState['hash']> | Refusal {
  if (!locked) return password.hash ?? notSet
  return refuse(
    'password.locked',
    'failed_precondition',
    'this user is locked; wait for the release or ask an administrator to unlock',
    password.failures,
  )
}

/** Counts a guess that was compared. A success clears the failures; a failure may lock: `lock` returns the events. */
export function countPasswordCheck(
  password: PasswordState,
  fits: boolean,
  lock: (failures: number) => readonly EventBody[],
): CheckOutcome {
  if (fits) return { userEvents: [passwordSucceeded()] }
  const failures = password.failures + 1
  return {
    userEvents: [passwordFailed(), ...lock(failures)],
    refusal: refuse('password.wrong', 'invalid_argument', 'the password is wrong', failures),
  }
}
