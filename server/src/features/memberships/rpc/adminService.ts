import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { assignableRoles } from '../../../access/roles.ts'
import { listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { memberMethods } from './memberMethods.ts'

/** Members of the instance. */
export function adminService(deps: Deps) {
  const { list, add, update, remove } = memberMethods(deps, 'instance')
  return implement<typeof AdminService, Call>(AdminService, {
    async listIAMMemberRoles(_, { now }) {
      const roles = [...assignableRoles('instance')]
      return { details: listDetailsV1(roles.length, now), roles }
    },
    listIAMMembers: list,
    addIAMMember: add,
    updateIAMMember: update,
    removeIAMMember: remove,
  })
}
