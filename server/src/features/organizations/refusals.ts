import { refuse } from '../../kernel/refusal.ts'

export const orgNotFound = refuse(
  'organizations.not_found',
  'not_found',
  'this organization does not exist; check the id',
)
/** For writes inside an organization, where clients expect a failed precondition. */
export const orgMissing = refuse(
  'organizations.missing',
  'failed_precondition',
  'this organization does not exist; create it first',
)
export const nameTaken = refuse(
  'organizations.name_taken',
  'already_exists',
  'an organization with this name exists; choose another name',
)
export const domainTaken = refuse(
  'organizations.domain_taken',
  'already_exists',
  'another organization has this domain, or the domain generated from this name; choose another one or remove it there',
)
