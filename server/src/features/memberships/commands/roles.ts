import { type Refusal, refuse } from '../../../kernel/refusal.ts'

const unknownRole = refuse(
  'memberships.unknown_role',
  'invalid_argument',
  'a role is not assignable here; list the member roles of this level and choose from them',
)
const noRole = refuse('memberships.no_role', 'invalid_argument', 'name at least one role')

/** The roles as they are stored: each once, in the order given; refused unless all may be assigned at this level. */
export function assignedRoles(
  roles: readonly string[],
  assignable: readonly string[],
): readonly string[] | Refusal<'memberships.unknown_role' | 'memberships.no_role'> {
  if (roles.length === 0) return noRole
  return roles.every((role) => assignable.includes(role)) ? [...new Set(roles)] : unknownRole
}
