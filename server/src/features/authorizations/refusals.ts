import { refuse } from '../../kernel/refusal.ts'

export const authorizationExists = refuse(
  'authorizations.exists',
  'already_exists',
  'the user already has an authorization on this project there; change its roles',
)
export const authorizationNotFound = refuse(
  'authorizations.not_found',
  'not_found',
  'this authorization does not exist; list the authorizations',
)
export const tooManyNamed = refuse(
  'authorizations.too_many_named',
  'invalid_argument',
  'the request names more than 1000 authorizations; send several requests',
)
