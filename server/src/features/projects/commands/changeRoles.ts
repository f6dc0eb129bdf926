import { isWithin, projectRoleBounds } from '../../../kernel/bounds.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { grantCascadeChanged, type ProjectEvent, roleAdded, roleChanged, roleRemoved } from '../events.ts'
import { projectMissing, roleNotFound } from '../refusals.ts'
import { ownOf, type ProjectState } from '../state.ts'

const blankKey = refuse('projects.blank_role_key', 'invalid_argument', 'a role has no key; give it one')
const roleExists = refuse(
  'projects.role_exists',
  'already_exists',
  'the project has a role with this key; choose another key',
)
const tooManyRoles = refuse(
  'projects.too_many_roles',
  'failed_precondition',
  `a project holds at most ${projectRoleBounds.entries} roles of ${projectRoleBounds.bytes / 1024} kB together; remove some first`,
)

/** A role as requests describe it. */
export interface RoleInput {
  readonly key: string
  readonly displayName: string
  readonly group: string
}

/** Adds roles, all or none. */
export function addRoles(state: ProjectState, roles: readonly RoleInput[]): Decision<ProjectEvent> {
  if (roles.some(({ key }) => key.trim() === '')) return blankKey
  if (state.kind === 'none') return projectMissing
  const keys = new Set(roles.map(({ key }) => key))
  if (keys.size < roles.length || roles.some(({ key }) => ownOf(state.roles, key))) return roleExists
  const known = Object.entries(state.roles).map(([key, role]) => ({ key, ...role }))
  const sizes = [...known, ...roles].map(
    ({ key, displayName, group }) => [key, Buffer.byteLength(displayName + group)] as const,
  )
  return isWithin(sizes, projectRoleBounds) ? roles.map((role) => roleAdded(role)) : tooManyRoles
}

/** Replaces the display name and the group of a role; the same ones again change nothing. */
export function changeRole(state: ProjectState, input: RoleInput): Decision<ProjectEvent> {
  const role = state.kind === 'none' ? undefined : ownOf(state.roles, input.key)
  if (state.kind === 'none' || role === undefined) return roleNotFound
  if (role.displayName === input.displayName && role.group === input.group) return []
  const others = Object.entries(state.roles).filter(([key]) => key !== input.key)
  const sizes = [...others, [input.key, input] as const].map(
    ([key, { displayName, group }]) => [key, Buffer.byteLength(displayName + group)] as const,
  )
  return isWithin(sizes, projectRoleBounds) ? [roleChanged(input)] : tooManyRoles
}

/** Removes a role from the project and from its grants; one that does not exist is no error. */
export function removeRole(state: ProjectState, key: string): Decision<ProjectEvent> {
  if (state.kind === 'none' || !ownOf(state.roles, key)) return []
  const trimmed = Object.entries(state.grants).flatMap(([grantId, { roleKeys }]) =>
    roleKeys.includes(key)
      ? [grantCascadeChanged({ grantId, roleKeys: roleKeys.filter((one) => one !== key) })]
      : [],
  )
  return [...trimmed, roleRemoved({ key })]
}
