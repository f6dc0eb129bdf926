import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { orgId, projectId } from '../../../kernel/ids.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import { listChanges } from '../../audit/index.ts'
import type { Deps } from '../../manifest.ts'
import { inContext } from '../admission.ts'
import { changeGrant, removeGrant, setGrantStatus } from '../commands/changeGrants.ts'
import { type GrantSearch, listGrants } from '../grantQueries.ts'
import { grantNotFound } from '../refusals.ts'
import { callersReach } from '../visible.ts'
import { writeGrant, writeNewGrant } from '../writes/writeGrant.ts'
import { encodeGrant } from './encode.ts'
import { firstRow } from './replies.ts'

interface GrantRequest {
  readonly projectId: string
  readonly grantId: string
}

/** The grants of the context organization's projects. */
export function managementGrants(deps: Deps) {
  const write = async (
    call: Call,
    { projectId: id, grantId }: GrantRequest,
    decide: Parameters<typeof writeGrant>[3],
    permission = 'project.grant.write',
  ) => {
    const on = { projectId: projectId(id), admission: inContext(permission), grantOf: () => grantId }
    return { details: changedV1(await writeGrant(deps, call, on, decide)) }
  }
  const find = (call: Call, wanted: GrantSearch) =>
    listGrants(deps.database, call.instance.id, callersReach(call, 'project.grant.read'), {
      ...wanted,
      orgId: call.orgId,
    })
  const requireGrant = async (call: Call, { projectId, grantId }: GrantRequest) => {
    const { rows } = await find(call, { projectId, grantId, page: firstRow })
    if (rows[0] === undefined) throw new DomainError(grantNotFound)
    return rows[0]
  }
  const checked = { resourceChecked: true } as const
  return implement<typeof ManagementService, Call>(ManagementService, {
    getProjectGrantByID: method(checked, async (request, call: Call) => ({
      projectGrant: encodeGrant(await requireGrant(call, request)),
    })),

    async listProjectGrants({ projectId, query, queries }, call) {
      const filters = queries.map(({ query }) => query)
      const { rows, total } = await find(call, { projectId, filters, page: listQueryPage(query) })
      return { details: listDetailsV1(total, call.now), result: rows.map(encodeGrant) }
    },

    listAllProjectGrants: method(checked, async ({ query, queries }, call: Call) => {
      const filters = queries.map(({ query }) => query)
      const { rows, total } = await find(call, { filters, page: listQueryPage(query) })
      return { details: listDetailsV1(total, call.now), result: rows.map(encodeGrant) }
    }),

    addProjectGrant: method(checked, async (request, call: Call) => {
      const { grantId, grant } = await writeNewGrant(deps, call, {
        projectId: projectId(request.projectId),
        grantedOrgId: orgId(request.grantedOrgId),
        roleKeys: request.roleKeys,
        admission: inContext('project.grant.write'),
      })
      return { grantId, details: addedV1(grant) }
    }),

    updateProjectGrant: method(checked, (request, call: Call) =>
      write(call, request, (state, id) => changeGrant(state, id, request.roleKeys)),
    ),
    deactivateProjectGrant: method(checked, (request, call: Call) =>
      write(call, request, (state, id) => setGrantStatus(state, id, 'inactive')),
    ),
    reactivateProjectGrant: method(checked, (request, call: Call) =>
      write(call, request, (state, id) => setGrantStatus(state, id, 'active')),
    ),
    removeProjectGrant: method(checked, (request, call: Call) =>
      write(call, request, removeGrant, 'project.grant.delete'),
    ),

    async listProjectGrantChanges({ projectId, grantId, query }, call) {
      await requireGrant(call, { projectId, grantId })
      const object = {
        instanceId: call.instance.id,
        type: 'project',
        id: projectId,
        owner: call.orgId,
        part: { grantId },
      }
      return { result: await listChanges(deps.database, object, query) }
    },
  })
}
