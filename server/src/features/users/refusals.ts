import { refuse } from '../../kernel/refusal.ts'

export const usernameTaken = refuse(
  'user.username_taken',
  'already_exists',
  'this username is taken; choose another one',
)
export const userNotFound = refuse(
  'user.not_found',
  'not_found',
  'no such user; check the id and the organization',
)
export const userMissing = refuse('user.missing', 'failed_precondition', 'no such user; create it first')
export const notHuman = refuse(
  'user.not_human',
  'failed_precondition',
  'this user is a machine; the call needs a person',
)
export const userInitial = refuse(
  'user.initial',
  'failed_precondition',
  'this person has not finished the initialization yet; let them use their initialization code first',
)
