import { refuse } from '../../kernel/refusal.ts'

export const instanceNotFound = refuse('instances.not_found', 'not_found', 'no such instance; check the id')
export const domainTaken = refuse(
  'instances.domain_taken',
  'already_exists',
  'another instance has this domain; remove it there first',
)
export const ownerMissing = refuse(
  'instances.owner_missing',
  'invalid_argument',
  'an instance needs an owner; name a person or a machine',
)
