import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { secondFactors } from '../../../access/factorKinds.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { listFactors } from '../queries.ts'
import { authFactorV1 } from './encode.ts'

/** The list of `zitadel.management.v1.ManagementService`: factors of the context organization's users. */
export const managementService = (deps: Deps) =>
  implement(ManagementService, {
    listHumanAuthFactors: async ({ userId }, call: Call) => {
      const rows = await listFactors(deps.database, call.instance.id, userId, secondFactors, ['ready'])
      return { result: rows.filter((row) => row.org_id === call.orgId).map(authFactorV1) }
    },
  })
