import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { emptyQuery, listQueryPage } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import type { DomainProbe } from '../adapters/domainProbe.ts'
import { listDomains, type TextQuery } from '../queries.ts'
import { add, generateProof, remove, setPrimary, verify } from '../writes/domainWrites.ts'
import { decodeValidationType, encodeDomain } from './encode.ts'

/** The domains of the context organization. */
export const managementDomains = (deps: Deps, probe: DomainProbe) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    async listOrgDomains(request, call) {
      const org = { instanceId: call.instance.id, orgId: call.orgId }
      const queries = request.queries.map(nameQuery)
      const { rows, total } = await listDomains(deps.database, org, queries, listQueryPage(request.query))
      return {
        details: listDetailsV1(total, call.now),
        result: rows.map((row) => encodeDomain(row, call.orgId)),
      }
    },

    async addOrgDomain({ domain }, call) {
      return { details: addedV1(await add(deps, call, call.orgId, domain)) }
    },

    async removeOrgDomain({ domain }, call) {
      return { details: changedV1(await remove(deps, call, call.orgId, domain)) }
    },

    async generateOrgDomainValidation({ domain, type }, call) {
      return generateProof(deps, call, call.orgId, { domain, validationType: decodeValidationType(type) })
    },

    async validateOrgDomain({ domain }, call) {
      return { details: changedV1(await verify(deps, call, call.orgId, { domain, probe })) }
    },

    async setPrimaryOrgDomain({ domain }, call) {
      return { details: changedV1(await setPrimary(deps, call, call.orgId, domain)) }
    },
  })

function nameQuery({
  query,
}: {
  readonly query:
    | { readonly case: 'domainNameQuery'; readonly value: { readonly name: string; readonly method: number } }
    | { readonly case: undefined }
}): TextQuery {
  if (query.case === undefined) throw new DomainError(emptyQuery)
  return { text: query.value.name, method: query.value.method }
}
