import { OrganizationService } from '@sallyport/contract/zitadel/org/v2beta/org_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { newId, type OrgId, orgId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import type { DomainProbe } from '../adapters/domainProbe.ts'
import {
  findOrganization,
  listDomains,
  listMetadata,
  listOrganizations,
  visibleOrganizations,
} from '../queries.ts'
import { writeNewOrganization } from '../writes/createOrganization.ts'
import * as domains from '../writes/writeDomains.ts'
import * as metadata from '../writes/writeMetadata.ts'
import { deactivate, reactivate, remove, rename } from '../writes/writeOrganization.ts'
import {
  decodeAdmins,
  decodeBetaAdmin,
  decodeBetaSearch,
  decodeDomainQuery,
  decodeKeyQuery,
  decodeValidationType,
} from './decode.ts'
import { encodeBetaAdmin, encodeBetaDomain, encodeBetaMetadata, encodeBetaOrganization } from './encode.ts'

/** Organizations of the instance by id, with their domains and metadata, as the second generation's beta offers them. */
export const organizationServiceBeta = (deps: Deps, probe: DomainProbe) =>
  implement<typeof OrganizationService, Call>(OrganizationService, {
    async createOrganization(request, call) {
      const id = writable(call, request.id || newId())
      const admins = await decodeAdmins(deps, call, id, request.admins.map(decodeBetaAdmin))
      const org = await writeNewOrganization(deps, call, { orgId: id, name: request.name, admins })
      return {
        creationDate: timestamp(org.createdAt),
        id,
        organizationAdmins: admins.map((admin) => ({ OrganizationAdmin: encodeBetaAdmin(admin) })),
      }
    },

    async updateOrganization({ id, name }, call) {
      return { changeDate: timestamp((await rename(deps, call, writable(call, id), name)).changedAt) }
    },

    async listOrganizations(request, call) {
      const wanted = decodeBetaSearch(request)
      const visible = visibleOrganizations(call)
      const { rows, total } = await listOrganizations(deps.database, call.instance, visible, wanted)
      return {
        pagination: paginated(total, wanted.page.limit),
        organizations: rows.map(encodeBetaOrganization),
      }
    },

    async deleteOrganization({ id }, call) {
      const org = permitted(call, 'org.delete', id)
      if ((await findOrganization(deps.database, call.instance.id, org)) === undefined) return {}
      return { deletionDate: timestamp((await remove(deps, call, org)).changedAt) }
    },

    async deactivateOrganization({ id }, call) {
      return { changeDate: timestamp((await deactivate(deps, call, writable(call, id))).changedAt) }
    },

    async activateOrganization({ id }, call) {
      return { changeDate: timestamp((await reactivate(deps, call, writable(call, id))).changedAt) }
    },

    async setOrganizationMetadata({ organizationId, metadata: entries }, call) {
      const written = await metadata.set(deps, call, writable(call, organizationId), entries)
      return { setDate: timestamp(written.changedAt) }
    },

    async listOrganizationMetadata({ organizationId, pagination, filter }, call) {
      const org = { instanceId: call.instance.id, orgId: permitted(call, 'org.read', organizationId) }
      const page = paginationPage(pagination)
      const wanted = { queries: filter.map(decodeKeyQuery), page }
      const { rows, total } = await listMetadata(deps.database, org, wanted)
      return { pagination: paginated(total, page.limit), metadata: rows.map(encodeBetaMetadata) }
    },

    async deleteOrganizationMetadata({ organizationId, keys }, call) {
      const written = await metadata.unset(deps, call, writable(call, organizationId), keys)
      return { deletionDate: timestamp(written.changedAt) }
    },

    async addOrganizationDomain({ organizationId, domain }, call) {
      const written = await domains.add(deps, call, writable(call, organizationId), domain)
      return { creationDate: timestamp(written.changedAt) }
    },

    async listOrganizationDomains({ organizationId, pagination, filters }, call) {
      const org = { instanceId: call.instance.id, orgId: permitted(call, 'org.read', organizationId) }
      const page = paginationPage(pagination)
      const wanted = { queries: filters.map(({ filter }) => decodeDomainQuery(filter)), page }
      const { rows, total } = await listDomains(deps.database, org, wanted)
      return {
        pagination: paginated(total, page.limit),
        domains: rows.map((row) => encodeBetaDomain(row, org.orgId)),
      }
    },

    async deleteOrganizationDomain({ organizationId, domain }, call) {
      const written = await domains.remove(deps, call, writable(call, organizationId), domain)
      return { deletionDate: timestamp(written.changedAt) }
    },

    async generateOrganizationDomainValidation({ organizationId, domain, type }, call) {
      const input = { domain, validationType: decodeValidationType(type) }
      return domains.generateProof(deps, call, writable(call, organizationId), input)
    },

    async verifyOrganizationDomain({ organizationId, domain }, call) {
      const written = await domains.verify(deps, call, writable(call, organizationId), { domain, probe })
      return { changeDate: timestamp(written.changedAt) }
    },
  })

/** Returns the id of an organization if the caller has the permission in it; else throws the refusal. */
function permitted(call: Call, permission: string, id: string): OrgId {
  requirePermission(call, permission, { orgId: id })
  return orgId(id)
}

function writable(call: Call, id: string): OrgId {
  return permitted(call, 'org.write', id)
}
