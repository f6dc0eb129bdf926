import { type Refusal, refuse } from '../../../kernel/refusal.ts'

const unknownRole = refuse(
  'memberships.unknown_role',
  'invalid_argument',
  'a role cannot be assigned at this level; list the member roles of this level and choose from them',
)
const noRole = refuse('memberships.no_role', 'invalid_argument', 'the member has no role; name at least one')

/** Returns the roles as they are stored: each once, in the order given. Refuses roles that are not assignable. */
export function assignedRoles(
  roles: readonly string[],
  assignable: readonly string[],
): string[] | Refusal<'memberships.unknown_role' | 'memberships.no_role'> {
  if (roles.length === 0) return noRole
  return roles.every((role) => assignable.includes(role)) ? [...new Set(roles)] : unknownRole
}
