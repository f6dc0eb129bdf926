import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { secondFactors } from '../../../access/factorKinds.ts'
import { implement } from '../../../contract/handlers.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { userNotFound } from '../../users/index.ts'
import { listFactors } from '../queries.ts'
import { authFactorV1 } from './encode.ts'

/** The list of `zitadel.management.v1.ManagementService`: factors of the context organization's users. */
export const managementService = (deps: Deps) =>
  implement(ManagementService, {
    listHumanAuthFactors: async ({ userId }, call: Call) => {
      const found = await listFactors(deps, call.instance.id, userId, secondFactors, ['ready'])
      if (found.orgId !== call.orgId) throw new DomainError(userNotFound)
      return { result: found.rows.map(authFactorV1) }
    },
  })
