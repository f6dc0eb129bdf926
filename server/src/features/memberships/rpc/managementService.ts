import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { hasPermission } from '../../../access/permission.ts'
import { assignableRoles } from '../../../access/roles.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import type { Deps } from '../../manifest.ts'
import { listMembers, listMembershipsOf } from '../queries.ts'
import { type Aggregate, add, change, remove } from '../writeMember.ts'
import { encodeMember, encodeMembership } from './encode.ts'

/** Members of the context organization, and the memberships of a user. */
export const managementService = (deps: Deps) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    async listOrgMemberRoles() {
      return { result: [...assignableRoles('org')] }
    },

    async listOrgMembers(request, call) {
      const { rows, total } = await listMembers(
        deps.database,
        { instanceId: call.instance.id, ...orgOf(call) },
        { queries: request.queries, page: listQueryPage(request.query) },
      )
      const result = rows.map((row) => encodeMember(row, call.orgId))
      return { details: listDetailsV1(total, call.now), result }
    },

    async addOrgMember({ userId, roles }, call) {
      return { details: addedV1(await add(deps, call, orgOf(call), userId, roles)) }
    },

    async updateOrgMember({ userId, roles }, call) {
      return { details: changedV1(await change(deps, call, orgOf(call), userId, roles)) }
    },

    async removeOrgMember({ userId }, call) {
      return { details: changedV1(await remove(deps, call, orgOf(call), userId)) }
    },

    async listUserMemberships(request, call) {
      const { rows, total } = await listMembershipsOf(
        deps.database,
        { instanceId: call.instance.id, userId: request.userId },
        {
          queries: request.queries,
          page: listQueryPage(request.query),
          ...(seesWholeInstance(call) ? {} : { orgId: call.orgId }),
        },
      )
      const result = rows.map((row) => encodeMembership(row, request.userId, call.instance.id))
      return { details: listDetailsV1(total, call.now), result }
    },
  })

function seesWholeInstance(call: Call): boolean {
  return hasPermission(call.principal, 'user.membership.read', { instanceId: call.instance.id })
}

function orgOf(call: Call): Aggregate {
  return { level: 'org', id: call.orgId }
}
