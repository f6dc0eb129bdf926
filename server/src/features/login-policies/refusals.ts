import { refuse } from '../../kernel/refusal.ts'

export const ownerMissing = refuse(
  'login_policy.organization_not_found',
  'not_found',
  'this organization does not exist; check the organization id',
)
export const policyMissing = refuse(
  'login_policy.not_found',
  'not_found',
  'the organization has no login policy of its own; add a custom one first',
)
