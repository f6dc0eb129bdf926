import { authorizationsPerUser } from '../../../kernel/bounds.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { grantMissing, ownOf, type ProjectState, projectMissing, roleMissing } from '../../projects/index.ts'
import {
  type AuthorizationEvent,
  authorizationAdded,
  authorizationCascadeChanged,
  authorizationCascadeRemoved,
  authorizationChanged,
  authorizationDeactivated,
  authorizationReactivated,
  authorizationRemoved,
} from '../events.ts'
import { authorizationNotFound } from '../refusals.ts'
import type { Authorization, AuthorizationState } from '../state.ts'

const userMissing = refuse(
  'authorizations.user_missing',
  'failed_precondition',
  'this user does not exist; create it first',
)
const tooMany = refuse(
  'authorizations.too_many',
  'failed_precondition',
  `a user has at most ${authorizationsPerUser} authorizations; remove some first`,
)
const unchanged = refuse(
  'authorizations.unchanged',
  'failed_precondition',
  'the authorization already has these roles; send others',
)

/** A project as a decision about its roles sees it. */
export interface ProjectView {
  readonly state: ProjectState
  readonly sequence: number
}

/** Gives a user roles on a project: those of the project, or those of the grant under which it is given. */
export function addAuthorization(input: {
  readonly userId: string
  readonly userExists: boolean
  /** How many authorizations the user has. */
  readonly count: number
  readonly projectId: string
  readonly project: ProjectView
  /** Null if the organization owns the project; undefined if it has no grant of it. */
  readonly grantId: string | null | undefined
  readonly roleKeys: readonly string[]
}): Decision<AuthorizationEvent> {
  const { userId, projectId, project, grantId } = input
  if (project.state.kind === 'none') return projectMissing
  if (!input.userExists) return userMissing
  if (grantId === undefined) return grantMissing
  const refusal = missingRole(project.state, grantId, input.roleKeys)
  if (refusal) return refusal
  if (input.count >= authorizationsPerUser) return tooMany
  const roleKeys = [...new Set(input.roleKeys)]
  return [authorizationAdded({ userId, projectId, grantId, roleKeys, projectSequence: project.sequence })]
}

/** Replaces the roles. The first generation refuses roles that stay the same; each has its own event (notes §7). */
export function changeAuthorization(
  state: AuthorizationState,
  project: ProjectView,
  wanted: readonly string[],
  generation: 'v1' | 'v2',
): Decision<AuthorizationEvent> {
  if (state.kind === 'none') return authorizationNotFound
  if (project.state.kind === 'none') return projectMissing
  const refusal = missingRole(project.state, state.grantId, wanted)
  if (refusal) return refusal
  const roleKeys = [...new Set(wanted)]
  const settled = rolesOf(state, project)
  const same = settled.length === roleKeys.length && roleKeys.every((key) => settled.includes(key))
  if (same && settled.length === state.roleKeys.length) return generation === 'v1' ? unchanged : []
  const changed = generation === 'v1' ? authorizationChanged : authorizationCascadeChanged
  return [changed({ roleKeys, projectSequence: project.sequence })]
}

/** Sets whether an authorization is active; one that already is so stays as it is. */
export function setStatus(
  state: AuthorizationState,
  status: 'active' | 'inactive',
): Decision<AuthorizationEvent> {
  if (state.kind === 'none') return authorizationNotFound
  if (state.status === status) return []
  return [status === 'active' ? authorizationReactivated() : authorizationDeactivated()]
}

/** Removes an authorization; one that does not exist is refused. */
export function removeAuthorization(state: AuthorizationState): Decision<AuthorizationEvent> {
  return state.kind === 'none' ? authorizationNotFound : [authorizationRemoved()]
}

/**
 * Brings an authorization in line with its project: it is removed with the project or its grant, and loses the roles that these
 * have lost. It stays without any role.
 */
export function settleAuthorization(
  state: AuthorizationState,
  project: ProjectView,
): readonly AuthorizationEvent[] {
  if (state.kind === 'none') return []
  const { state: found } = project
  const isGone =
    found.kind === 'none' ||
    found.addedSequence > state.projectSequence ||
    (state.grantId !== null && !ownOf(found.grants, state.grantId))
  if (isGone) return [authorizationCascadeRemoved()]
  const roleKeys = rolesOf(state, project)
  if (roleKeys.length === state.roleKeys.length) return []
  return [authorizationCascadeChanged({ roleKeys: [...roleKeys], projectSequence: state.projectSequence })]
}

/** The roles that count: the project still has them since they were given, and the grant has them, too. */
function rolesOf(state: Authorization, { state: project }: ProjectView): readonly string[] {
  if (project.kind === 'none') return []
  const grant = state.grantId === null ? undefined : ownOf(project.grants, state.grantId)
  return state.roleKeys.filter((key) => {
    const role = ownOf(project.roles, key)
    if (role === undefined || role.addedSequence > state.projectSequence) return false
    return state.grantId === null || grant?.roleKeys.includes(key) === true
  })
}

function missingRole(
  project: ProjectState,
  grantId: string | null,
  roleKeys: readonly string[],
): Refusal | undefined {
  if (project.kind === 'none') return projectMissing
  const grant = grantId === null ? undefined : ownOf(project.grants, grantId)
  if (grantId !== null && grant === undefined) return grantMissing
  const known = roleKeys.every((key) => ownOf(project.roles, key) && (!grant || grant.roleKeys.includes(key)))
  return known ? undefined : roleMissing
}
