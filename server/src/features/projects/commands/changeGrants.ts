import { isWithin, projectGrantBounds } from '../../../kernel/bounds.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import {
  grantAdded,
  grantChanged,
  grantDeactivated,
  grantReactivated,
  grantRemoved,
  type ProjectEvent,
} from '../events.ts'
import { grantExists, grantNotFound, projectMissing, roleMissing } from '../refusals.ts'
import { grantTo, ownOf, type Project, type ProjectState } from '../state.ts'

const ownOrganization = refuse(
  'projects.grant_to_owner',
  'failed_precondition',
  'this organization owns the project, which needs no grant; name another organization',
)
const grantedOrgMissing = refuse(
  'projects.granted_org_missing',
  'failed_precondition',
  'the organization to grant to does not exist; create it first',
)
const tooManyGrants = refuse(
  'projects.too_many_grants',
  'failed_precondition',
  `a project holds at most ${projectGrantBounds.entries} grants of ${projectGrantBounds.bytes / 1024} kB together; remove some first`,
)

/** Grants a project with some of its roles, or none, to another organization. */
export function addGrant(
  state: ProjectState,
  input: {
    readonly grantId: string
    readonly owner: string
    readonly grantedOrgId: string
    readonly orgExists: boolean
    readonly roleKeys: readonly string[]
  },
): Decision<ProjectEvent> {
  const { grantId, grantedOrgId } = input
  if (state.kind === 'none') return projectMissing
  if (!input.orgExists) return grantedOrgMissing
  if (grantedOrgId === input.owner) return ownOrganization
  const roleKeys = [...new Set(input.roleKeys)]
  if (!hasRoles(state, roleKeys)) return roleMissing
  if (grantTo(state, grantedOrgId)) return grantExists
  if (!fits(state, grantId, roleKeys)) return tooManyGrants
  return [grantAdded({ grantId, grantedOrgId, roleKeys })]
}

/** Replaces the roles of a grant; the same ones again change nothing. */
export function changeGrant(
  state: ProjectState,
  grantId: string,
  wanted: readonly string[],
): Decision<ProjectEvent> {
  const grant = state.kind === 'none' ? undefined : ownOf(state.grants, grantId)
  if (state.kind === 'none' || grant === undefined) return grantNotFound
  const roleKeys = [...new Set(wanted)]
  if (!hasRoles(state, roleKeys)) return roleMissing
  const same =
    roleKeys.length === grant.roleKeys.length && roleKeys.every((key) => grant.roleKeys.includes(key))
  if (same) return []
  return fits(state, grantId, roleKeys) ? [grantChanged({ grantId, roleKeys })] : tooManyGrants
}

/** Sets whether a grant is active; a grant that already is so stays as it is. */
export function setGrantStatus(
  state: ProjectState,
  grantId: string,
  status: 'active' | 'inactive',
): Decision<ProjectEvent> {
  if (state.kind === 'none') return projectMissing
  const grant = ownOf(state.grants, grantId)
  if (grant === undefined) return grantNotFound
  if (grant.status === status) return []
  return [status === 'active' ? grantReactivated({ grantId }) : grantDeactivated({ grantId })]
}

/** Removes a grant with its members; one that does not exist is refused. */
export function removeGrant(state: ProjectState, grantId: string): Decision<ProjectEvent> {
  if (state.kind === 'none' || !ownOf(state.grants, grantId)) return grantNotFound
  return [grantRemoved({ grantId })]
}

function hasRoles({ roles }: Project, keys: readonly string[]): boolean {
  return keys.every((key) => ownOf(roles, key))
}

function fits({ grants }: Project, grantId: string, roleKeys: readonly string[]): boolean {
  const others = Object.entries(grants).filter(([id]) => id !== grantId)
  const sizes = [...others, [grantId, { roleKeys }] as const].map(
    ([id, grant]) => [id, Buffer.byteLength(grant.roleKeys.join(','))] as const,
  )
  return isWithin(sizes, projectGrantBounds)
}
