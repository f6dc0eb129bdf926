import { refuse } from '../../kernel/refusal.ts'

/** Refusals that several features share; the others are in their command's file. */
export const factorNotFound = refuse(
  'second_factor.not_found',
  'not_found',
  'this user has no such factor; list the factors to see which there are',
)
export const factorNotReady = refuse(
  'second_factor.not_ready',
  'failed_precondition',
  'this factor is not set up; set it up first or use another one',
)
export const factorLocked = refuse(
  'second_factor.user_locked',
  'failed_precondition',
  'this user is locked; wait for the release or ask an administrator to unlock',
)
export const wrongCode = refuse(
  'second_factor.wrong_code',
  'invalid_argument',
  'the code is wrong or expired; use a new one',
)
