import { AuthorizationService } from '@zitadel/proto/zitadel/authorization/v2beta/authorization_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { reachOf } from '../../../access/permission.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { paginationPage } from '../../../contract/listQuery.ts'
import { authorizationId, orgId, projectId, userId } from '../../../kernel/ids.ts'
import { DomainError } from '../../../kernel/refusal.ts'
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
    const written = await writeAuthorization(deps, call, writable(id), (state) => setStatus(state, status))
    return { changeDate: timestamp(written.changedAt) }
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
        pagination: { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) },
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
      const written = await writeRoles(deps, call, writable(id), { roleKeys, generation: 'v2' })
      return { changeDate: timestamp(written.changedAt) }
    },

    async deleteAuthorization({ id }, call) {
      const on = { id: authorizationId(id), admission: withPermission('user.grant.delete') }
      try {
        const removed = await writeAuthorization(deps, call, on, removeAuthorization)
        return { deletionDate: timestamp(removed.changedAt) }
      } catch (error) {
        if (error instanceof DomainError && error.refusal.code === authorizationNotFound.code) return {}
        throw error
      }
    },

    activateAuthorization: ({ id }, call) => setTo(call, id, 'active'),
    deactivateAuthorization: ({ id }, call) => setTo(call, id, 'inactive'),
  })
}
