import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { projectId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { inContext } from '../admission.ts'
import { addRoles, changeRole, removeRole } from '../commands/changeRoles.ts'
import { listRoles, type RoleFilter } from '../queries.ts'
import { projectNotFound } from '../refusals.ts'
import { callersReach } from '../visible.ts'
import type { ProjectWrite } from '../writes/writeProject.ts'
import { writeRole } from '../writes/writeRole.ts'
import { encodeRole } from './encode.ts'

interface RolesRequest {
  readonly projectId: string
  readonly query?: Parameters<typeof listQueryPage>[0]
  readonly queries: readonly { readonly query: RoleFilter }[]
}

/** The roles of the context organization's projects and of those granted to it. */
export function managementRoles(deps: Deps) {
  const write = (
    call: Call,
    id: string,
    key: string,
    decide: ProjectWrite['decide'],
    permission = 'project.role.write',
  ) => writeRole(deps, call, { projectId: projectId(id), key, admission: inContext(permission) }, decide)
  const list = async (call: Call, { projectId, query, queries }: RolesRequest, grantId?: string) => {
    const reached = callersReach(call, 'project.role.read')
    const { rows, total } = await listRoles(deps.database, call.instance.id, reached, {
      projectId,
      ...(grantId === undefined ? { orgId: call.orgId } : { grant: { grantId, orgId: call.orgId } }),
      filters: queries.map(({ query }) => query),
      page: listQueryPage(query),
    })
    return { details: listDetailsV1(total, call.now), result: rows.map(encodeRole) }
  }
  return implement<typeof ManagementService, Call>(ManagementService, {
    listProjectRoles: (request, call) => list(call, request),
    listGrantedProjectRoles: (request, call) => list(call, request, request.grantId),

    async addProjectRole({ projectId: id, roleKey: key, displayName, group }, call) {
      const written = await write(call, id, key, (state) => addRoles(state, [{ key, displayName, group }]))
      return { details: addedV1(written) }
    },

    async bulkAddProjectRoles({ projectId: id, roles }, call) {
      const wanted = roles.map(({ key, displayName, group }) => ({ key, displayName, group }))
      const written = await write(call, id, roles.at(-1)?.key ?? '', (state) => addRoles(state, wanted))
      return { details: addedV1(written) }
    },

    async updateProjectRole({ projectId: id, roleKey: key, displayName, group }, call) {
      const written = await write(call, id, key, (state) => changeRole(state, { key, displayName, group }))
      return { details: changedV1(written) }
    },

    async removeProjectRole({ projectId: id, roleKey: key }, call) {
      // A project out of reach looks as if it did not exist; a missing role is no error.
      const remove: ProjectWrite['decide'] = (state) =>
        state.kind === 'none' ? projectNotFound : removeRole(state, key)
      return { details: changedV1(await write(call, id, key, remove, 'project.role.delete')) }
    },
  })
}
