import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { changedV2, listDetailsV2 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { createOrganization } from '../createOrganization.ts'
import { listOrganizations, visibleOrganizations } from '../queries.ts'
import { decodeAdmin } from './decodeAdmin.ts'
import { encodeCreatedAdmin, encodeOrganization } from './encode.ts'

/** Organizations of the instance, second generation. */
export const organizationService = (deps: Deps) =>
  implement<typeof OrganizationService, Call>(OrganizationService, {
    async addOrganization(request, call) {
      const orgId = request.orgId || newId()
      requirePermission(call, 'org.write', { orgId })
      const admins = await Promise.all(request.admins.map((admin) => decodeAdmin(deps, call, orgId, admin)))
      const written = await deps.log.transact(writing(call), { type: 'org', id: orgId }, (tx) =>
        createOrganization(tx, { name: request.name, orgId, domainSuffix: call.origin.domain, admins }),
      )
      return {
        details: changedV2(written.result),
        organizationId: orgId,
        createdAdmins: admins.flatMap(({ created }) => (created ? [encodeCreatedAdmin(created)] : [])),
      }
    },

    async listOrganizations(request, call) {
      const { rows, total } = await listOrganizations(deps.database, {
        instanceId: call.instance.id,
        defaultOrgId: call.instance.defaultOrgId,
        visible: visibleOrganizations(call.principal, call.instance.id),
        queries: request.queries,
        sort: request.sortingColumn === 1 ? 'name' : 'none',
        page: listQueryPage(request.query),
      })
      return {
        details: listDetailsV2(total, call.now),
        sortingColumn: request.sortingColumn,
        result: rows.map(encodeOrganization),
      }
    },
  })
