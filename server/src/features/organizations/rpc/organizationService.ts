import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { DomainFieldName } from '@sallyport/contract/zitadel/org/v2/query_pb.js'
import type { Call } from '../../../access/call.ts'
import { changeDate, changedV2, listDetailsV2, timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import type { DomainProbe } from '../adapters/domainProbe.ts'
import { listOrganizations, visibleOrganizations } from '../queries.ts'
import * as domains from '../writes/writeDomains.ts'
import * as metadata from '../writes/writeMetadata.ts'
import { decodeSearch, decodeTextQuery, decodeValidationType } from './decode.ts'
import { encodeCreatedAdmin, encodeDomainV2, encodeMetadataOf, encodeOrganization } from './encode.ts'
import { organizationsById, writable } from './organizationsById.ts'

/** Organizations of the instance by id, with their domains and metadata, second generation. */
export const organizationService = (deps: Deps, probe: DomainProbe) => {
  const byId = organizationsById(deps)
  return implement<typeof OrganizationService, Call>(OrganizationService, {
    async addOrganization({ organizationId, orgId, name, admins }, call) {
      const created = await byId.create(call, { id: organizationId || orgId, name, admins })
      return {
        details: changedV2(created.org),
        organizationId: created.id,
        createdAdmins: created.admins.flatMap((admin) =>
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

    updateOrganization: ({ organizationId, name }, call) => byId.rename(call, organizationId, name),
    deleteOrganization: ({ organizationId }, call) => byId.remove(call, organizationId),
    deactivateOrganization: ({ organizationId }, call) => byId.deactivate(call, organizationId),
    activateOrganization: ({ organizationId }, call) => byId.activate(call, organizationId),

    /** An empty value removes its key; other generations refuse it as invalid. */
    async setOrganizationMetadata({ organizationId, metadata: sent }, call) {
      const entries = sent.map(({ key, value }) => ({ key, value: value.length === 0 ? undefined : value }))
      const written = await metadata.set(deps, call, writable(call, organizationId), entries)
      return { setDate: timestamp(written.changedAt) }
    },

    async listOrganizationMetadata({ organizationId, pagination, filters }, call) {
      const queries = filters.map(({ filter }) => decodeTextQuery(filter, ({ key }) => key))
      const { rows, pagination: page } = await byId.metadata(call, organizationId, { queries, pagination })
      return { pagination: page, metadata: rows.map(encodeMetadataOf) }
    },

    async deleteOrganizationMetadata({ organizationId, keys }, call) {
      const written = await metadata.unset(deps, call, writable(call, organizationId), keys)
      return { deletionDate: timestamp(written.changedAt) }
    },

    async addOrganizationDomain({ organizationId, domain }, call) {
      const written = await domains.add(deps, call, writable(call, organizationId), domain)
      return { creationDate: timestamp(written.changedAt) }
    },

    async listOrganizationDomains({ organizationId, pagination, filters, sortingColumn }, call) {
      const { rows, pagination: page } = await byId.domains(call, organizationId, {
        queries: filters.map(({ filter }) => decodeTextQuery(filter, ({ domain }) => domain)),
        sort: sortingColumn === DomainFieldName.CREATION_DATE ? 'created' : undefined,
        pagination,
      })
      return { pagination: page, domains: rows.map((row) => encodeDomainV2(row, organizationId)) }
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
      return changeDate(await domains.verify(deps, call, writable(call, organizationId), { domain, probe }))
    },
  })
}
