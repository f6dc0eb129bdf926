import type { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { changeDate, timestamp } from '../../../contract/details.ts'
import { type MethodHandlers, method } from '../../../contract/handlers.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { projectId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { withPermission } from '../admission.ts'
import { addRoles, changeRole, removeRole } from '../commands/changeRoles.ts'
import { listRoles } from '../queries.ts'
import { callersReach } from '../visible.ts'
import { writeRole } from '../writes/writeRole.ts'
import { encodeRoleV2 } from './encode.ts'

/** The methods for roles of the second generation; v2beta has the same messages. */
export function projectRoles(deps: Deps): MethodHandlers<typeof ProjectService, Call> {
  const admission = withPermission('project.role.write')
  return {
    async addProjectRole(request, call) {
      const { roleKey: key, displayName, group = '' } = request
      const written = await writeRole(
        deps,
        call,
        { projectId: projectId(request.projectId), key, admission },
        (state) => addRoles(state, [{ key, displayName, group }]),
      )
      return { creationDate: timestamp(written.createdAt) }
    },

    async updateProjectRole(request, call) {
      const { roleKey: key, displayName = '', group = '' } = request
      const written = await writeRole(
        deps,
        call,
        { projectId: projectId(request.projectId), key, admission },
        (state) => changeRole(state, { key, displayName, group }),
      )
      return changeDate(written)
    },

    async removeProjectRole({ projectId: id, roleKey: key }, call) {
      const written = await writeRole(deps, call, { projectId: projectId(id), key, admission }, (state) =>
        removeRole(state, key),
      )
      return written.changed ? { removalDate: timestamp(written.changedAt) } : {}
    },

    listProjectRoles: method({ resourceChecked: true }, async (request, call: Call) => {
      const page = paginationPage(request.pagination)
      const { rows, total } = await listRoles(
        deps.database,
        call.instance.id,
        callersReach(call, 'project.role.read'),
        {
          projectId: request.projectId,
          filters: request.filters.map(({ filter }) => filter),
          sort: request.sortingColumn,
          page,
        },
      )
      return { pagination: paginated(total, page.limit), projectRoles: rows.map(encodeRoleV2) }
    }),
  }
}
