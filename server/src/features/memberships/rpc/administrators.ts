import type { Call } from '../../../access/call.ts'
import { assignableRoles } from '../../../access/roles.ts'
import { changeDate, timestamp } from '../../../contract/details.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { userId } from '../../../kernel/ids.ts'
import { whereItExists } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import type { AdministratorFilter } from '../administratorFilters.ts'
import { type AdministratorRow, listAdministrators } from '../administratorQueries.ts'
import { changeMember, memberNotFound } from '../commands/changeMember.ts'
import { removeMember } from '../commands/removeMember.ts'
import { memberOf } from '../state.ts'
import { placeOf, writeAdministrator, writeNewAdministrator } from '../writes/writeAdministrator.ts'
import { decodeResource, type ResourceFields } from './decodeResource.ts'

interface AdministratorRequest {
  readonly userId: string
  readonly resource?: ResourceFields
}

interface RolesRequest extends AdministratorRequest {
  readonly roles: readonly string[]
}

interface ListRequest {
  readonly pagination?: Parameters<typeof paginationPage>[0]
  readonly sortingColumn?: number
  readonly filters: readonly AdministratorFilter[]
}

/** The methods of `InternalPermissionService` by their names in all generations of the contract. */
export function administratorMethods(deps: Deps) {
  return {
    async listAdministrators({ pagination, sortingColumn: sort, filters }: ListRequest, call: Call) {
      const page = paginationPage(pagination)
      const { rows, total } = await listAdministrators(deps.database, call, { filters, sort, page })
      return { pagination: paginated(total, page.limit), administrators: rows.map(encodeAdministrator) }
    },
    async createAdministrator({ roles, ...request }: RolesRequest, call: Call) {
      const resource = await decodeResource(deps, call, request.resource)
      const member = { resource, userId: userId(request.userId), roles }
      const { createdAt } = await writeNewAdministrator(deps, call, member)
      return { creationDate: timestamp(createdAt) }
    },
    async updateAdministrator({ roles, ...request }: RolesRequest, call: Call) {
      const resource = await decodeResource(deps, call, request.resource)
      const on = { resource, userId: userId(request.userId), verb: 'write' } as const
      const assignable = assignableRoles(resource.level)
      const input = { ...placeOf(resource), userId: on.userId, roles, assignable }
      return changeDate(await writeAdministrator(deps, call, on, (state) => changeMember(state, input)))
    },
    async deleteAdministrator(request: AdministratorRequest, call: Call) {
      const resource = await decodeResource(deps, call, request.resource)
      const on = { resource, userId: userId(request.userId), verb: 'delete' } as const
      const input = { ...placeOf(resource), userId: on.userId }
      const removing = writeAdministrator(deps, call, on, (state) =>
        memberOf(state, on.userId) === undefined ? memberNotFound : removeMember(state, input),
      )
      const removed = await whereItExists(removing, memberNotFound.code)
      return removed === undefined ? {} : { deletionDate: timestamp(removed.changedAt) }
    },
  }
}

function encodeAdministrator(row: AdministratorRow) {
  return {
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
    user: {
      id: row.user_id,
      preferredLoginName: row.login_name,
      displayName: row.display_name,
      organizationId: row.user_org_id,
    },
    resource: encodeResource(row),
    roles: [...row.roles],
  }
}

function encodeResource(row: AdministratorRow) {
  const { aggregate_id: id, project_name: projectName, project_org_id: organizationId } = row
  switch (row.scope) {
    case 'instance':
      return { case: 'instance', value: true } as const
    case 'org':
      return { case: 'organization', value: { id, name: row.org_name } } as const
    case 'project':
      return { case: 'project', value: { id, name: projectName, organizationId } } as const
    case 'project_grant': {
      const { project_id: projectId, granted_org_id: grantedOrganizationId } = row
      const value = { id, projectId, projectName, organizationId, grantedOrganizationId }
      return { case: 'projectGrant', value } as const
    }
  }
}
