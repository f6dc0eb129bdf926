import type { ProjectService } from '@sallyport/contract/zitadel/project/v2beta/project_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { changeDate, timestamp } from '../../../contract/details.ts'
import { type MethodHandlers, method } from '../../../contract/handlers.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { orgId, projectId } from '../../../kernel/ids.ts'
import { whereItExists } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { withPermission } from '../admission.ts'
import { changeGrant, removeGrant, setGrantStatus } from '../commands/changeGrants.ts'
import { listGrants } from '../grantQueries.ts'
import { grantNotFound } from '../refusals.ts'
import { grantTo, type ProjectState } from '../state.ts'
import { callersReach } from '../visible.ts'
import { writeGrant, writeNewGrant } from '../writes/writeGrant.ts'
import { encodeBetaGrant } from './encode.ts'

/** Names a grant as the second generation does. */
interface GrantRequest {
  readonly projectId: string
  readonly grantedOrganizationId: string
}

/** The methods for grants of the second generation, which names a grant by its project and organization. */
export function betaGrants(deps: Deps): MethodHandlers<typeof ProjectService, Call> {
  const write = (
    call: Call,
    request: GrantRequest,
    decide: Parameters<typeof writeGrant>[3],
    permission = 'project.grant.write',
  ) => {
    const grantOf = (state: ProjectState) => grantTo(state, request.grantedOrganizationId)?.[0]
    const admission = withPermission(permission)
    return writeGrant(deps, call, { projectId: projectId(request.projectId), admission, grantOf }, decide)
  }
  return {
    async createProjectGrant(request, call) {
      const { grant } = await writeNewGrant(deps, call, {
        projectId: projectId(request.projectId),
        grantedOrgId: orgId(request.grantedOrganizationId),
        roleKeys: request.roleKeys,
        admission: withPermission('project.grant.write'),
      })
      return { creationDate: timestamp(grant.createdAt) }
    },

    async updateProjectGrant(request, call) {
      return changeDate(await write(call, request, (state, id) => changeGrant(state, id, request.roleKeys)))
    },

    async deleteProjectGrant(request, call) {
      const removing = write(call, request, removeGrant, 'project.grant.delete')
      const removed = await whereItExists(removing, grantNotFound.code)
      return removed === undefined ? {} : { deletionDate: timestamp(removed.changedAt) }
    },

    async deactivateProjectGrant(request, call) {
      return changeDate(await write(call, request, (state, id) => setGrantStatus(state, id, 'inactive')))
    },

    async activateProjectGrant(request, call) {
      return changeDate(await write(call, request, (state, id) => setGrantStatus(state, id, 'active')))
    },

    listProjectGrants: method({ resourceChecked: true }, async (request, call: Call) => {
      const page = paginationPage(request.pagination)
      const reached = callersReach(call, 'project.grant.read')
      const filters = request.filters.map(({ filter }) => filter)
      const wanted = { filters, sort: request.sortingColumn, page }
      const { rows, total } = await listGrants(deps.database, call.instance.id, reached, wanted)
      return { pagination: paginated(total, page.limit), projectGrants: rows.map(encodeBetaGrant) }
    }),
  }
}
