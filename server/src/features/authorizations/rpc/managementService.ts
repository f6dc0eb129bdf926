import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { reachOf } from '../../../access/permission.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { authorizationId, projectId, userId } from '../../../kernel/ids.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { inContext } from '../admission.ts'
import { removeAuthorization, setStatus } from '../commands/changeAuthorization.ts'
import { type AuthorizationSearch, listAuthorizations } from '../queries.ts'
import { authorizationNotFound } from '../refusals.ts'
import {
  writeAuthorization,
  writeNewAuthorization,
  writeRemovals,
  writeRoles,
} from '../writes/writeAuthorization.ts'
import { encodeUserGrant } from './encode.ts'

interface GrantRequest {
  readonly userId: string
  readonly grantId: string
}

/** The authorizations that the context organization gives, called user grants. */
export function managementService(deps: Deps) {
  const on = ({ userId, grantId }: GrantRequest, permission = 'user.grant.write') => ({
    id: authorizationId(grantId),
    admission: inContext(permission, userId),
  })
  const setTo = async (call: Call, request: GrantRequest, status: 'active' | 'inactive') => {
    const written = await writeAuthorization(deps, call, on(request), (state) => setStatus(state, status))
    return { details: changedV1(written) }
  }
  const find = (call: Call, wanted: Omit<AuthorizationSearch, 'context'>, withGranted: boolean) => {
    const reached = reachOf(call.principal, 'user.grant.read', call.instance.id)
    const context = { orgId: call.orgId, withGranted }
    const reader = { reached, self: undefined }
    return listAuthorizations(deps.database, call.instance.id, reader, { context, ...wanted })
  }
  const checked = { resourceChecked: true } as const
  return implement<typeof ManagementService, Call>(ManagementService, {
    getUserGrantByID: method(checked, async ({ userId, grantId: id }, call: Call) => {
      const page = { offset: '0', limit: 1, asc: true }
      const { rows } = await find(call, { id, ...(userId && { userId }), page }, true)
      if (rows[0] === undefined) throw new DomainError(authorizationNotFound)
      return { userGrant: encodeUserGrant(rows[0], call) }
    }),

    listUserGrants: method(checked, async ({ query: listQuery, queries }, call: Call) => {
      const filters = queries.map(({ query }) => query)
      const withGranted = filters.some(
        ({ case: name, value }) => name === 'withGrantedQuery' && value.withGranted,
      )
      const page = listQueryPage(listQuery)
      const { rows, total } = await find(call, { filters, page }, withGranted)
      return {
        details: listDetailsV1(total, call.now),
        result: rows.map((row) => encodeUserGrant(row, call)),
      }
    }),

    addUserGrant: method(checked, async (request, call: Call) => {
      const added = await writeNewAuthorization(deps, call, {
        userId: userId(request.userId),
        projectId: projectId(request.projectId),
        orgId: call.orgId,
        grantId: request.projectGrantId,
        roleKeys: request.roleKeys,
      })
      return { userGrantId: added.id, details: addedV1(added) }
    }),

    updateUserGrant: method(checked, async (request, call: Call) => {
      const wanted = { roleKeys: request.roleKeys, generation: 'v1' as const }
      return { details: changedV1(await writeRoles(deps, call, on(request), wanted)) }
    }),

    deactivateUserGrant: method(checked, (request, call: Call) => setTo(call, request, 'inactive')),
    reactivateUserGrant: method(checked, (request, call: Call) => setTo(call, request, 'active')),

    removeUserGrant: method(checked, async (request, call: Call) => {
      const removing = writeAuthorization(deps, call, on(request, 'user.grant.delete'), removeAuthorization)
      return { details: changedV1(await removing) }
    }),

    bulkRemoveUserGrant: method(checked, async ({ grantId: ids }, call: Call) => {
      await writeRemovals(deps, call, ids, inContext('user.grant.delete'))
      return {}
    }),
  })
}
