import type { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { changeDate, timestamp } from '../../../contract/details.ts'
import { type MethodHandlers, method } from '../../../contract/handlers.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { orgId, projectId } from '../../../kernel/ids.ts'
import { whereItExists } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { withPermission } from '../admission.ts'
import { changeGrant, removeGrant, setGrantStatus } from '../commands/changeGrants.ts'
import { type GrantFilter, listGrants } from '../grantQueries.ts'
import { grantNotFound } from '../refusals.ts'
import { grantTo, type ProjectState } from '../state.ts'
import { callersReach } from '../visible.ts'
import { writeGrant, writeNewGrant } from '../writes/writeGrant.ts'
import { encodeGrantV2 } from './encode.ts'

/** Names a grant as the second generation does. */
interface GrantRequest {
  readonly projectId: string
  readonly grantedOrganizationId: string
}

/** The methods for grants of the second generation, which names a grant by its project and organization; v2beta lists them itself. */
export function projectGrants(deps: Deps): MethodHandlers<typeof ProjectService, Call> {
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
      const { rows, pagination } = await listGrantsById(deps, call, request)
      return { pagination, projectGrants: rows.map(encodeGrantV2) }
    }),
  }
}

/** A search for grants as messages of v2 and v2beta describe it. */
interface GrantListRequest {
  readonly filters: readonly { readonly filter: GrantFilter }[]
  readonly sortingColumn?: number | undefined
  readonly pagination?: Parameters<typeof paginationPage>[0]
}

/** Lists the grants that the caller may read, for v2 and v2beta. */
export async function listGrantsById(
  { database }: Deps,
  call: Call,
  { filters, sortingColumn: sort, pagination }: GrantListRequest,
) {
  const page = paginationPage(pagination)
  const reached = callersReach(call, 'project.grant.read')
  const wanted = { filters: filters.map(({ filter }) => filter), sort, page }
  const { rows, total } = await listGrants(database, call.instance.id, reached, wanted)
  return { rows, pagination: paginated(total, page.limit) }
}
