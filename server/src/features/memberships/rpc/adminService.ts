import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { assignableRoles } from '../../../access/roles.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import type { Deps } from '../../manifest.ts'
import { listMembers } from '../queries.ts'
import { type Aggregate, add, change, remove } from '../writeMember.ts'
import { encodeMember } from './encode.ts'

/** Members of the instance. */
export const adminService = (deps: Deps) =>
  implement<typeof AdminService, Call>(AdminService, {
    async listIAMMemberRoles(_, call) {
      const roles = [...assignableRoles('instance')]
      return { details: listDetailsV1(roles.length, call.now), roles }
    },

    async listIAMMembers(request, call) {
      const { rows, total } = await listMembers(
        deps.database,
        { instanceId: call.instance.id, ...instanceOf(call) },
        { ...request, page: listQueryPage(request.query) },
      )
      const result = rows.map((row) => encodeMember(row, call.instance.id))
      return { details: listDetailsV1(total, call.now), result }
    },

    async addIAMMember({ userId, roles }, call) {
      return { details: addedV1(await add(deps, call, instanceOf(call), userId, roles)) }
    },

    async updateIAMMember({ userId, roles }, call) {
      return { details: changedV1(await change(deps, call, instanceOf(call), userId, roles)) }
    },

    async removeIAMMember({ userId }, call) {
      return { details: changedV1(await remove(deps, call, instanceOf(call), userId)) }
    },
  })

function instanceOf(call: Call): Aggregate {
  return { level: 'instance', id: call.instance.id }
}
