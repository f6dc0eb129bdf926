import { refuse } from '../../kernel/refusal.ts'

export { instanceNotFound } from '../../access/refusals.ts'

export const foreignInstance = refuse(
  'instances.token_of_another',
  'unauthenticated',
  'the token is of another instance than the one named; leave the id out for the instance of this host, or use a system user',
)
export const domainTaken = refuse(
  'instances.domain_taken',
  'already_exists',
  'this domain belongs to another instance; remove it there first',
)
export const invalidDomain = refuse(
  'instances.invalid_domain',
  'invalid_argument',
  'this is not a host name; use letters, digits, hyphens and dots, as in login.example.com',
)
export const unknownLanguage = refuse(
  'instances.unknown_language',
  'invalid_argument',
  'this language is not supported; list the supported languages and choose one of them',
)
export const languageNotAllowed = refuse(
  'instances.language_not_allowed',
  'failed_precondition',
  'this language is not allowed; allow it by the restrictions of the instance first, or choose an allowed one',
)
