import { refuse } from '../../kernel/refusal.ts'

/** Another user has the name in the same scope. */
export const usernameTaken = refuse(
  'user.username_taken',
  'already_exists',
  'this username is taken; choose another one',
)
/** For calls that read or address a user by id. */
export const userNotFound = refuse(
  'user.not_found',
  'not_found',
  'no such user; check the id and the organization',
)
/** For calls of which the contract says that an unknown user is a failed precondition. */
export const userMissing = refuse('user.missing', 'failed_precondition', 'no such user; create it first')
/** The user is a machine. */
export const notHuman = refuse(
  'user.not_human',
  'failed_precondition',
  'this user is a machine; give the id of a person',
)
