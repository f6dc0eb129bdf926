import { refuse } from '../../kernel/refusal.ts'

export const orgNotFound = refuse(
  'organizations.not_found',
  'not_found',
  'no such organization; check the id',
)
/** For writes inside an organization, where clients expect a failed precondition. */
export const orgMissing = refuse(
  'organizations.missing',
  'failed_precondition',
  'no such organization; create it first',
)
export const nameTaken = refuse(
  'organizations.name_taken',
  'already_exists',
  'an organization with this name exists; choose another name',
)
export const domainTaken = refuse(
  'organizations.domain_taken',
  'already_exists',
  'another organization has this domain, or the name that it is made from; choose another one or remove it there',
)
