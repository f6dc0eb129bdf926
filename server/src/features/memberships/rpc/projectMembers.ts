import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { assignableRoles } from '../../../access/roles.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { projectId, userId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { changeMember } from '../commands/changeMember.ts'
import { removeMember } from '../commands/removeMember.ts'
import { type ProjectPlace, writeNewProjectMember, writeProjectMember } from '../writes/writeProjectMember.ts'
import { memberList } from './memberMethods.ts'

const placeNotFound = refuse(
  'memberships.place_not_found',
  'not_found',
  'this project or grant does not exist; check the ids and the organization',
)

interface MemberRequest {
  readonly projectId: string
  /** Of members of a grant. */
  readonly grantId?: string
  readonly userId: string
}

type ListRequest = Parameters<typeof memberList>[3] & Omit<MemberRequest, 'userId'>

/** Members of the context organization's projects, and of the grants that it gave or was given. */
export function projectMembers(deps: Deps) {
  const { list, add, update, remove } = methodsOf(deps)
  const checked = { resourceChecked: true } as const
  return implement<typeof ManagementService, Call>(ManagementService, {
    async listProjectMemberRoles(_, call) {
      const all = assignableRoles('project')
      const inDefaultOrg = call.orgId === call.instance.defaultOrgId
      const roles = inDefaultOrg ? all.filter((role) => role.endsWith('_GLOBAL')) : all
      return { details: listDetailsV1(roles.length, call.now), result: [...roles] }
    },
    listProjectMembers: list,
    addProjectMember: add,
    updateProjectMember: update,
    removeProjectMember: remove,

    listProjectGrantMemberRoles: method(checked, async (_, call: Call) => {
      const roles = [...assignableRoles('project_grant')]
      return { details: listDetailsV1(roles.length, call.now), result: roles }
    }),
    listProjectGrantMembers: method(checked, list),
    addProjectGrantMember: method(checked, add),
    updateProjectGrantMember: method(checked, update),
    removeProjectGrantMember: method(checked, remove),
  })
}

/** The methods that members of projects and of grants have in common. */
function methodsOf(deps: Deps) {
  return {
    async list(request: ListRequest, call: Call) {
      const { place, permission } = placeOf(request, 'read')
      const resourceId = [request.projectId, request.grantId ?? '']
      requirePermission(call, permission, { orgId: call.orgId, resourceId })
      const { instance, orgId: context } = call
      const owner = { instanceId: instance.id, level: place.level, context }
      return place.level === 'project'
        ? memberList(deps, call, { ...owner, id: request.projectId }, request)
        : memberList(deps, call, { ...owner, id: place.grantId, projectId: request.projectId }, request)
    },
    async add({ roles, ...request }: MemberRequest & { readonly roles: readonly string[] }, call: Call) {
      const on = { ...placeOf(request, 'write'), userId: userId(request.userId), roles }
      return { details: addedV1(await writeNewProjectMember(deps, call, on)) }
    },
    async update({ roles, ...request }: MemberRequest & { readonly roles: readonly string[] }, call: Call) {
      const on = { ...placeOf(request, 'write'), userId: userId(request.userId) }
      const input = { ...on.place, userId: on.userId, roles, assignable: assignableRoles(on.place.level) }
      const written = await writeProjectMember(deps, call, on, (state) => changeMember(state, input))
      return { details: changedV1(written) }
    },
    async remove(request: MemberRequest, call: Call) {
      const on = { ...placeOf(request, 'delete'), userId: userId(request.userId) }
      const input = { ...on.place, userId: on.userId }
      const written = await writeProjectMember(deps, call, on, (state) =>
        state.kind === 'none' ? placeNotFound : removeMember(state, input),
      )
      return { details: changedV1(written) }
    },
  }
}

function placeOf(request: Omit<MemberRequest, 'userId'>, verb: 'read' | 'write' | 'delete'): ProjectPlace {
  const id = projectId(request.projectId)
  if (request.grantId === undefined) {
    return { projectId: id, place: { level: 'project' }, permission: `project.member.${verb}` }
  }
  const place = { level: 'project_grant', grantId: request.grantId } as const
  return { projectId: id, place, permission: `project.grant.member.${verb}` }
}
