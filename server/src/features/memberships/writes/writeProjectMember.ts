import { type Call, writing } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { assignableRoles } from '../../../access/roles.ts'
import type { Standing } from '../../../contract/details.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { isWithin, projectMemberBounds } from '../../../kernel/bounds.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { ProjectId, UserId } from '../../../kernel/ids.ts'
import { accept, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { userFacet } from '../../users/index.ts'
import { addMember } from '../commands/addMember.ts'
import type { MemberEvent } from '../events.ts'
import type { Place } from '../place.ts'
import { granteeOf, memberSizes, membersAt, projectMembersFacet } from '../projectMembersState.ts'
import { type MembersState, memberOf } from '../state.ts'

const tooManyMembers = refuse(
  'memberships.too_many_in_project',
  'failed_precondition',
  `a project and its grants have at most ${projectMemberBounds.entries} members together; remove some first`,
)

/** The project of the context organization, or the grant of it, whose members a request changes. */
export interface ProjectPlace {
  readonly projectId: ProjectId
  readonly place: Extract<Place, { level: 'project_grant' }> | { readonly level: 'project' }
  readonly permission: string
  /** Where the caller needs the permission: in the context, or in the organization that owns the project or has the grant. */
  readonly within?: 'context' | 'resource'
}

const none: MembersState = { kind: 'none' }

/**
 * Returns the members if the organization of `within` owns the project or has the grant, and requires the permission there. Without
 * that, callers within the resource need the permission on the instance to learn that it does not exist.
 */
function admitted(call: Call, project: Stream, on: ProjectPlace): MembersState {
  const { place, permission, within = 'context' } = on
  const state = project.state(projectMembersFacet)
  const grantee = place.level === 'project_grant' ? granteeOf(state, place.grantId) : undefined
  const members = membersAt(state, place)
  const orgId = within === 'context' ? call.orgId : (grantee ?? project.owner)
  const exists = members.kind !== 'none' && [project.owner, grantee].includes(orgId)
  if (!exists && within === 'context') return none
  const resourceId = [project.id, ...(place.level === 'project_grant' ? [place.grantId] : [])]
  requirePermission(call, permission, exists ? { orgId, resourceId } : {})
  return exists ? members : none
}

/** Decides on a member of a project or of a grant. */
export async function writeProjectMember(
  { log }: Deps,
  call: Call,
  on: ProjectPlace & { readonly userId: UserId },
  decide: (state: MembersState) => Decision,
): Promise<Standing> {
  const ref = { type: 'project', id: on.projectId }
  const project = await decideOn(log, writing(call), ref, (project) => decide(admitted(call, project, on)))
  return standingOf(project, on)
}

/** A user to make a member of a project or of a grant. */
interface NewMember {
  readonly userId: UserId
  readonly roles: readonly string[]
  readonly place: ProjectPlace['place']
}

/** Adds a member. A user who is removed at the same time does not become one. */
export async function writeNewProjectMember(
  { log }: Deps,
  call: Call,
  on: ProjectPlace & NewMember,
): Promise<Standing> {
  const ref = { type: 'project', id: on.projectId }
  const project = await decideOn(log, writing(call), ref, async (project, tx) => {
    const members = admitted(call, project, on)
    const user = await tx.load({ type: 'user', id: on.userId })
    tx.guard(user)
    return addWithinBounds(project, members, user, on)
  })
  return standingOf(project, on)
}

/** A first member of a new project; without roles it becomes PROJECT_OWNER. */
export type FirstMember = Omit<NewMember, 'place'>

/** Adds members to a project in the unit of work that creates it. Users who are removed at the same time do not become members. */
export async function addFirstMembers(
  tx: Transaction,
  project: Stream,
  wanted: readonly FirstMember[],
): Promise<void> {
  const users = await tx.loadAll(wanted.map(({ userId }) => ({ type: 'user', id: userId })))
  for (const [at, user] of users.entries()) {
    tx.guard(user)
    const { userId, roles } = wanted[at] as FirstMember
    const place = { level: 'project' } as const
    const member = { userId, roles: roles.length === 0 ? ['PROJECT_OWNER'] : roles, place }
    const members = membersAt(project.state(projectMembersFacet), place)
    await tx.append(project, accept(addWithinBounds(project, members, user, member)))
  }
}

/** Adds a member unless the project and its grants have too many. */
function addWithinBounds(
  project: Stream,
  members: MembersState,
  user: Stream,
  { userId, roles, place }: NewMember,
): Decision<MemberEvent> {
  const sizes = memberSizes(project.state(projectMembersFacet))
  if (!isWithin([...sizes, [userId, Buffer.byteLength(roles.join(','))]], projectMemberBounds))
    return tooManyMembers
  const userExists = user.state(userFacet).kind !== 'none'
  const assignable = assignableRoles(place.level)
  return addMember(members, { ...place, userId, userExists, roles, assignable })
}

function standingOf(
  project: Stream,
  { place, userId }: { readonly place: Place; readonly userId: UserId },
): Standing {
  const { sequence, createdAt, changedAt, owner } = project
  const member = memberOf(membersAt(project.state(projectMembersFacet), place), userId)
  return { sequence, createdAt, changedAt, ...member, owner }
}
