import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { metadataNotFound } from '../commands/metadata.ts'
import { listMetadata } from '../queries.ts'
import { set, unset } from '../writes/metadataWrites.ts'
import { encodeMetadata } from './encode.ts'
import { keyQuery } from './keyQuery.ts'

/** The metadata of the context organization. */
export const managementMetadata = (deps: Deps) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    async listOrgMetadata(request, call) {
      const org = { instanceId: call.instance.id, orgId: call.orgId }
      const queries = request.queries.map(keyQuery)
      const { rows, total } = await listMetadata(deps.database, org, queries, listQueryPage(request.query))
      return {
        details: listDetailsV1(total, call.now),
        result: rows.map((row) => encodeMetadata(row, call.orgId)),
      }
    },

    async getOrgMetadata({ key }, call) {
      const org = { instanceId: call.instance.id, orgId: call.orgId }
      const { rows } = await listMetadata(
        deps.database,
        org,
        [{ text: key, method: 0 }],
        listQueryPage(undefined),
      )
      if (rows[0] === undefined) throw new DomainError(metadataNotFound)
      return { metadata: encodeMetadata(rows[0], call.orgId) }
    },

    async setOrgMetadata({ key, value }, call) {
      return { details: changedV1(await set(deps, call, call.orgId, [{ key, value }])) }
    },

    async bulkSetOrgMetadata({ metadata }, call) {
      return { details: changedV1(await set(deps, call, call.orgId, metadata)) }
    },

    async removeOrgMetadata({ key }, call) {
      return { details: changedV1(await unset(deps, call, call.orgId, [key])) }
    },

    async bulkRemoveOrgMetadata({ keys }, call) {
      return { details: changedV1(await unset(deps, call, call.orgId, keys)) }
    },
  })
