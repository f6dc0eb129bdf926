import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { credentialOfUser } from '../../../access/streamNames.ts'
import { changedV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { userId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { removeTotpFactor } from '../writes/totp.ts'

/** The TOTP part of `zitadel.management.v1.ManagementService`: apps of the context organization's users. */
export const managementService = (deps: Deps) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    removeHumanAuthFactorOTP: method(
      { dryRun: true, freshProof: credentialOfUser },
      async (request, call: Call) => ({
        details: changedV1(await removeTotpFactor(deps, call, userId(request.userId), 'context')),
      }),
    ),
  })
