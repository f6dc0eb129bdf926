import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { hasPermission } from '../../../access/permission.ts'
import { assignableRoles } from '../../../access/roles.ts'
import { listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { userId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { listMembershipsOf } from '../queries.ts'
import { encodeMembership } from './encode.ts'
import { memberMethods } from './memberMethods.ts'

/** Members of the context organization, and the memberships of a user. */
export function managementService(deps: Deps) {
  const { list, add, update, remove } = memberMethods(deps, 'org')
  return implement<typeof ManagementService, Call>(ManagementService, {
    async listOrgMemberRoles() {
      return { result: [...assignableRoles('org')] }
    },
    listOrgMembers: list,
    addOrgMember: add,
    updateOrgMember: update,
    removeOrgMember: remove,

    async listUserMemberships(request, call) {
      const instanceId = call.instance.id
      const id = userId(request.userId)
      const { rows, total } = await listMembershipsOf(
        deps.database,
        { instanceId, userId: id },
        {
          queries: request.queries,
          page: listQueryPage(request.query),
          ...(hasPermission(call.principal, 'user.membership.read', { instanceId })
            ? {}
            : { orgId: call.orgId }),
        },
      )
      const result = rows.map((row) => encodeMembership(row, id, instanceId))
      return { details: listDetailsV1(total, call.now), result }
    },
  })
}
