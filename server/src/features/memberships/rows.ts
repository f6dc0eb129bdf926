import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { ProjectMembersState } from './projectMembersState.ts'
import type { Member, MembersState } from './state.ts'

/** One row of `memberships` per member. */
export function membershipRows(state: MembersState, stream: StreamOrigin): IndexRows {
  if (state.kind === 'none') return {}
  const orgId = stream.type === 'org' ? stream.id : ''
  return { memberships: rowsOf(state.members, stream, { scope: stream.type, id: stream.id, orgId }) }
}

/** One row of `memberships` per member of a project, of its organization; and of a grant, of the organization that has it. */
export function projectMembershipRows(state: ProjectMembersState, stream: StreamOrigin): IndexRows {
  if (state.kind === 'none') return {}
  const own = rowsOf(state.members, stream, { scope: 'project', id: stream.id, orgId: stream.owner })
  const ofGrants = Object.entries(state.grants).flatMap(([id, { orgId, members }]) =>
    rowsOf(members, stream, { scope: 'project_grant', id, orgId }),
  )
  return { memberships: [...own, ...ofGrants] }
}

function rowsOf(
  members: { readonly [userId: string]: Member },
  { instanceId }: StreamOrigin,
  at: { readonly scope: string; readonly id: string; readonly orgId: string },
) {
  return Object.entries(members).map(([userId, member]) => ({
    instance_id: instanceId,
    user_id: userId,
    scope: at.scope,
    aggregate_id: at.id,
    org_id: at.orgId,
    roles: member.roles,
    created_at: member.createdAt,
    changed_at: member.changedAt,
    sequence: member.sequence,
  }))
}
