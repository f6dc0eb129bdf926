import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { listChanges } from './listChanges.ts'

/** Changes of the context organization. */
export const managementService = (deps: Deps) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    async listOrgChanges({ query }, call) {
      const org = { instanceId: call.instance.id, type: 'org', id: call.orgId, owner: call.orgId }
      return { result: await listChanges(deps.database, org, query) }
    },
  })
