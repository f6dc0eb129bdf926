import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { newId, orgId } from '../../../kernel/ids.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import type { DomainProbe } from '../adapters/domainProbe.ts'
import { metadataNotFound } from '../commands/metadata.ts'
import { getOrganization, getOrganizationByDomain, listDomains, listMetadata } from '../queries.ts'
import { type NewAdmin, writeNewOrganization } from '../writes/createOrganization.ts'
import * as domains from '../writes/writeDomains.ts'
import * as metadata from '../writes/writeMetadata.ts'
import { deactivate, reactivate, remove, rename } from '../writes/writeOrganization.ts'
import { decodeTextQuery, decodeValidationType } from './decode.ts'
import { encodeDomain, encodeMetadata, encodeOrg } from './encode.ts'

/** The context organization, its domains and its metadata. */
export const managementService = (deps: Deps, probe: DomainProbe) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    async getMyOrg(_, call) {
      return { org: encodeOrg(await getOrganization(deps.database, call.instance.id, call.orgId)) }
    },

    async getOrgByDomainGlobal({ domain }, call) {
      return { org: encodeOrg(await getOrganizationByDomain(deps.database, call.instance.id, domain)) }
    },

    async addOrg({ name }, call) {
      const input = { name, orgId: orgId(newId()), admins: callerAsOwner(call) }
      const org = await writeNewOrganization(deps, call, input)
      return { id: org.id, details: addedV1(org) }
    },

    async updateOrg({ name }, call) {
      return { details: changedV1(await rename(deps, call, call.orgId, name)) }
    },

    async deactivateOrg(_, call) {
      return { details: changedV1(await deactivate(deps, call, call.orgId)) }
    },

    async reactivateOrg(_, call) {
      return { details: changedV1(await reactivate(deps, call, call.orgId)) }
    },

    async removeOrg(_, call) {
      return { details: changedV1(await remove(deps, call, call.orgId)) }
    },

    async listOrgDomains({ queries, query }, call) {
      const wanted = {
        queries: queries.map(({ query }) => decodeTextQuery(query, ({ name }) => name)),
        page: listQueryPage(query),
      }
      const { rows, total } = await listDomains(deps.database, context(call), wanted)
      return {
        details: listDetailsV1(total, call.now),
        result: rows.map((row) => encodeDomain(row, call.orgId)),
      }
    },

    async addOrgDomain({ domain }, call) {
      return { details: addedV1(await domains.add(deps, call, call.orgId, domain)) }
    },

    async removeOrgDomain({ domain }, call) {
      return { details: changedV1(await domains.remove(deps, call, call.orgId, domain)) }
    },

    async generateOrgDomainValidation({ domain, type }, call) {
      const input = { domain, validationType: decodeValidationType(type) }
      return domains.generateProof(deps, call, call.orgId, input)
    },

    async validateOrgDomain({ domain }, call) {
      return { details: changedV1(await domains.verify(deps, call, call.orgId, { domain, probe })) }
    },

    async setPrimaryOrgDomain({ domain }, call) {
      return { details: changedV1(await domains.setPrimary(deps, call, call.orgId, domain)) }
    },

    async listOrgMetadata({ queries, query }, call) {
      const wanted = {
        queries: queries.map(({ query }) => decodeTextQuery(query, ({ key }) => key)),
        page: listQueryPage(query),
      }
      const { rows, total } = await listMetadata(deps.database, context(call), wanted)
      return {
        details: listDetailsV1(total, call.now),
        result: rows.map((row) => encodeMetadata(row, call.orgId)),
      }
    },

    async getOrgMetadata({ key }, call) {
      const wanted = { queries: [{ text: key, method: 0 }], page: listQueryPage(undefined) }
      const { rows } = await listMetadata(deps.database, context(call), wanted)
      if (rows[0] === undefined) throw new DomainError(metadataNotFound)
      return { metadata: encodeMetadata(rows[0], call.orgId) }
    },

    async setOrgMetadata(entry, call) {
      return { details: changedV1(await metadata.set(deps, call, call.orgId, [entry])) }
    },

    async bulkSetOrgMetadata(request, call) {
      return { details: changedV1(await metadata.set(deps, call, call.orgId, request.metadata)) }
    },

    async removeOrgMetadata({ key }, call) {
      return { details: changedV1(await metadata.unset(deps, call, call.orgId, [key])) }
    },

    async bulkRemoveOrgMetadata({ keys }, call) {
      return { details: changedV1(await metadata.unset(deps, call, call.orgId, keys)) }
    },
  })

function context({ instance, orgId }: Call) {
  return { instanceId: instance.id, orgId }
}

/** A system user cannot be a member. */
function callerAsOwner({ principal }: Call): readonly NewAdmin[] {
  return principal.kind === 'user'
    ? [{ kind: 'existing', userId: principal.userId, roles: ['ORG_OWNER'] }]
    : []
}
