import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { changedV2, listDetailsV2 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { newId, orgId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { listOrganizations, visibleOrganizations } from '../queries.ts'
import { writeNewOrganization } from '../writes/createOrganization.ts'
import { decodeAdmins, decodeSearch } from './decode.ts'
import { encodeCreatedAdmin, encodeOrganization } from './encode.ts'

/** Organizations of the instance, second generation. */
export const organizationService = (deps: Deps) =>
  implement<typeof OrganizationService, Call>(OrganizationService, {
    async addOrganization(request, call) {
      const id = orgId(request.orgId || newId())
      requirePermission(call, 'org.write', { orgId: id })
      const admins = await decodeAdmins(deps, call, id, request.admins)
      const org = await writeNewOrganization(deps, call, { orgId: id, name: request.name, admins })
      return {
        details: changedV2(org),
        organizationId: id,
        createdAdmins: admins.flatMap((admin) =>
          admin.kind === 'new' ? [encodeCreatedAdmin(admin.user)] : [],
        ),
      }
    },

    async listOrganizations(request, call) {
      const visible = visibleOrganizations(call)
      const { rows, total } = await listOrganizations(
        deps.database,
        call.instance,
        visible,
        decodeSearch(request),
      )
      return {
        details: listDetailsV2(total, call.now),
        sortingColumn: request.sortingColumn,
        result: rows.map(encodeOrganization),
      }
    },
  })
