import { refuse } from '../../kernel/refusal.ts'

export const instanceNotFound = refuse(
  'instances.not_found',
  'not_found',
  'this instance does not exist; check the id',
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
/** Refusal of a language that is not supported, or that the instance does not allow. */
export const unknownLanguage = refuse(
  'instances.unknown_language',
  'invalid_argument',
  'this language is not supported or not allowed; list the allowed languages and choose one of them',
)
