import type { EventBody } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { CheckOutcome } from '../../users/index.ts'
import type { PasswordState } from '../state.ts'

const notSet = refuse(
  'password.not_set',
  'failed_precondition',
  'this user has no password; use another way to log in',
)

/** The hash that a guess is compared with, or why no guess is evaluated at all. */
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

/** Counts a guess that was evaluated: success clears the failures, failure may lock (`lock`: the events of that lock). */
export function countPasswordCheck(
  password: PasswordState,
  fits: boolean,
  lock: (failures: number) => readonly EventBody[],
): CheckOutcome {
  if (fits) return { userEvents: [{ type: 'user.human.password.check.succeeded', payload: {} }] }
  const failures = password.failures + 1
  return {
    userEvents: [{ type: 'user.human.password.check.failed', payload: {} }, ...lock(failures)],
    refusal: refuse('password.wrong', 'invalid_argument', 'the password is wrong', failures),
  }
}
