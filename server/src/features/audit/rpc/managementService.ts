import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { encodeChange } from '../encode.ts'
import { listChanges } from '../queries.ts'

/** What happened to the context organization. */
export const managementService = (deps: Deps) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    async listOrgChanges({ query }, call) {
      const stream = { instanceId: call.instance.id, type: 'org', id: call.orgId }
      return { result: (await listChanges(deps.database, stream, query)).map(encodeChange) }
    },
  })
