import { OrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { emptyQuery, paginationPage } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import type { DomainProbe } from '../adapters/domainProbe.ts'
import { listDomains, listMetadata } from '../queries.ts'
import * as domains from '../writes/domainWrites.ts'
import * as metadata from '../writes/metadataWrites.ts'
import { decodeValidationType, encodeBetaDomain, encodeBetaMetadata } from './encode.ts'
import { keyQuery } from './keyQuery.ts'

/** Domains and metadata of an organization by its id, as the second generation's beta offered them. */
export const organizationPartsBeta = (deps: Deps, probe: DomainProbe) =>
  implement<typeof OrganizationService, Call>(OrganizationService, {
    async setOrganizationMetadata({ organizationId: orgId, metadata: entries }, call) {
      requirePermission(call, 'org.write', { orgId })
      return { setDate: timestamp((await metadata.set(deps, call, orgId, entries)).changedAt) }
    },

    async listOrganizationMetadata(request, call) {
      const org = { instanceId: call.instance.id, orgId: request.organizationId }
      requirePermission(call, 'org.read', org)
      const page = paginationPage(request.pagination)
      const { rows, total } = await listMetadata(deps.database, org, request.filter.map(keyQuery), page)
      return { pagination: paginated(total, page.limit), metadata: rows.map(encodeBetaMetadata) }
    },

    async deleteOrganizationMetadata({ organizationId: orgId, keys }, call) {
      requirePermission(call, 'org.write', { orgId })
      return { deletionDate: timestamp((await metadata.unset(deps, call, orgId, keys)).changedAt) }
    },

    async addOrganizationDomain({ organizationId: orgId, domain }, call) {
      requirePermission(call, 'org.write', { orgId })
      return { creationDate: timestamp((await domains.add(deps, call, orgId, domain)).changedAt) }
    },

    async listOrganizationDomains(request, call) {
      const org = { instanceId: call.instance.id, orgId: request.organizationId }
      requirePermission(call, 'org.read', org)
      const page = paginationPage(request.pagination)
      const queries = request.filters.map(({ filter }) => {
        if (filter.case === undefined) throw new DomainError(emptyQuery)
        return { text: filter.value.name, method: filter.value.method }
      })
      const { rows, total } = await listDomains(deps.database, org, queries, page)
      return {
        pagination: paginated(total, page.limit),
        domains: rows.map((row) => encodeBetaDomain(row, org.orgId)),
      }
    },

    async deleteOrganizationDomain({ organizationId: orgId, domain }, call) {
      requirePermission(call, 'org.write', { orgId })
      return { deletionDate: timestamp((await domains.remove(deps, call, orgId, domain)).changedAt) }
    },

    async generateOrganizationDomainValidation({ organizationId: orgId, domain, type }, call) {
      requirePermission(call, 'org.write', { orgId })
      return domains.generateProof(deps, call, orgId, { domain, validationType: decodeValidationType(type) })
    },

    async verifyOrganizationDomain({ organizationId: orgId, domain }, call) {
      requirePermission(call, 'org.write', { orgId })
      return { changeDate: timestamp((await domains.verify(deps, call, orgId, { domain, probe })).changedAt) }
    },
  })

function paginated(total: number, limit: number) {
  return { totalResult: BigInt(total), appliedLimit: BigInt(limit) }
}
