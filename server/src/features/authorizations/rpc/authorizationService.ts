import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2beta/authorization_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { reachOf } from '../../../access/permission.ts'
import { changeDate, timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { authorizationId, orgId, projectId, userId } from '../../../kernel/ids.ts'
import { whereItExists } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { withPermission } from '../admission.ts'
import { removeAuthorization, setStatus } from '../commands/changeAuthorization.ts'
import { listAuthorizations } from '../queries.ts'
import { authorizationNotFound } from '../refusals.ts'
import { writeAuthorization, writeNewAuthorization, writeRoles } from '../writes/writeAuthorization.ts'
import { encodeAuthorization } from './encode.ts'

/** Authorizations by id, wherever the caller has the permission, `zitadel.authorization.v2beta.AuthorizationService`. */
export function authorizationService(deps: Deps) {
  const writable = (id: string) => ({
    id: authorizationId(id),
    admission: withPermission('user.grant.write'),
  })
  const setTo = async (call: Call, id: string, status: 'active' | 'inactive') => {
    return changeDate(await writeAuthorization(deps, call, writable(id), (state) => setStatus(state, status)))
  }
  return implement<typeof AuthorizationService, Call>(AuthorizationService, {
    async listAuthorizations(request, call) {
      const page = paginationPage(request.pagination)
      const self = call.principal.kind === 'user' ? call.principal.userId : undefined
      const reached = reachOf(call.principal, 'user.grant.read', call.instance.id)
      const filters = request.filters.map(({ filter }) => filter)
      const { rows, total } = await listAuthorizations(
        deps.database,
        call.instance.id,
        { reached, self },
        { filters, sort: request.sortingColumn, page },
      )
      return {
        pagination: paginated(total, page.limit),
        authorizations: rows.map((row) => encodeAuthorization(row, call)),
      }
    },

    async createAuthorization(request, call) {
      const created = await writeNewAuthorization(deps, call, {
        userId: userId(request.userId),
        projectId: projectId(request.projectId),
        orgId: request.organizationId ? orgId(request.organizationId) : undefined,
        roleKeys: request.roleKeys,
      })
      return { id: created.id, creationDate: timestamp(created.createdAt) }
    },

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
