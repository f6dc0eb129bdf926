import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { changeDate, timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { authorizationId } from '../../../kernel/ids.ts'
import { whereItExists } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { withPermission } from '../admission.ts'
import { removeAuthorization, setStatus } from '../commands/changeAuthorization.ts'
import { authorizationNotFound } from '../refusals.ts'
import { writeAuthorization, writeRoles } from '../writes/writeAuthorization.ts'
import { authorizationMethods } from './authorizationMethods.ts'
import { encodeAuthorization } from './encode.ts'

/** Authorizations by id, wherever the caller has the permission, `zitadel.authorization.v2.AuthorizationService`. */
export function authorizationService(deps: Deps) {
  const { list, create } = authorizationMethods(deps)
  const writable = (id: string) => ({
    id: authorizationId(id),
    admission: withPermission('user.grant.write'),
  })
  const setTo = async (call: Call, id: string, status: 'active' | 'inactive') => {
    return changeDate(await writeAuthorization(deps, call, writable(id), (state) => setStatus(state, status)))
  }
  return implement<typeof AuthorizationService, Call>(AuthorizationService, {
    async listAuthorizations(request, call) {
      const { rows, pagination } = await list(call, request)
      return { pagination, authorizations: rows.map((row) => encodeAuthorization(row, call)) }
    },

    createAuthorization: (request, call) => create(call, request),

    async updateAuthorization({ id, roleKeys }, call) {
      return changeDate(await writeRoles(deps, call, writable(id), { roleKeys, generation: 'v2' }))
    },

    async deleteAuthorization({ id }, call) {
      const on = { id: authorizationId(id), admission: withPermission('user.grant.delete') }
      const removing = writeAuthorization(deps, call, on, removeAuthorization)
      const removed = await whereItExists(removing, authorizationNotFound.code)
      return removed ? { deletionDate: timestamp(removed.changedAt) } : {}
    },

    activateAuthorization: ({ id }, call) => setTo(call, id, 'active'),
    deactivateAuthorization: ({ id }, call) => setTo(call, id, 'inactive'),
  })
}
