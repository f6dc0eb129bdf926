import { OrganizationService } from '@sallyport/contract/zitadel/org/v2beta/org_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { paginated } from '../../../contract/listQuery.ts'
import type { Deps } from '../../manifest.ts'
import { listOrganizations, visibleOrganizations } from '../queries.ts'
import { decodeBetaAdmin, decodeBetaSearch, decodeTextQuery } from './decode.ts'
import { encodeBetaAdmin, encodeBetaDomain, encodeBetaOrganization, encodeMetadataOf } from './encode.ts'
import { organizationsById } from './organizationsById.ts'

/**
 * Organizations of the instance as the second generation's beta offers them. Methods whose messages v2 has on the same wire are
 * served by its handlers.
 */
export const organizationServiceBeta = (deps: Deps) => {
  const byId = organizationsById(deps)
  return implement<typeof OrganizationService, Call>(OrganizationService, {
    async createOrganization({ id: wanted, name, admins: described }, call) {
      const admins = described.map(decodeBetaAdmin)
      const created = await byId.create(call, { id: wanted, name, admins })
      return {
        creationDate: timestamp(created.org.createdAt),
        id: created.id,
        organizationAdmins: created.admins.map((admin) => ({ OrganizationAdmin: encodeBetaAdmin(admin) })),
      }
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

    updateOrganization: ({ id, name }, call) => byId.rename(call, id, name),
    deleteOrganization: ({ id }, call) => byId.remove(call, id),
    deactivateOrganization: ({ id }, call) => byId.deactivate(call, id),
    activateOrganization: ({ id }, call) => byId.activate(call, id),

    async listOrganizationMetadata({ organizationId, pagination, filter }, call) {
      const queries = filter.map(({ query }) => decodeTextQuery(query, ({ key }) => key))
      const { rows, pagination: page } = await byId.metadata(call, organizationId, { queries, pagination })
      return { pagination: page, metadata: rows.map(encodeMetadataOf) }
    },

    async listOrganizationDomains({ organizationId, pagination, filters }, call) {
      const queries = filters.map(({ filter }) => decodeTextQuery(filter, ({ name }) => name))
      const { rows, pagination: page } = await byId.domains(call, organizationId, { queries, pagination })
      return { pagination: page, domains: rows.map((row) => encodeBetaDomain(row, organizationId)) }
    },
  })
}
