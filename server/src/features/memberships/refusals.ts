import { refuse } from '../../kernel/refusal.ts'

/** Refuses to take the role from the last IAM_OWNER who can log in, or the ability to log in from them. */
export const lastOwner = refuse(
  'memberships.last_owner',
  'failed_precondition',
  'this would leave the instance without an IAM_OWNER who can log in; give another active user the role first',
)
