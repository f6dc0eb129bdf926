import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { credentialOfUser } from '../../../access/streamNames.ts'
import { changedV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { userId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { removeCodesOf } from '../writes/codes.ts'

/** The parts of `zitadel.management.v1.ManagementService` about codes: those of the context organization's users. */
export const managementService = (deps: Deps) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    removeHumanAuthFactorOTPSMS: method(
      { dryRun: true, freshProof: credentialOfUser },
      async (request, call: Call) => ({
        details: changedV1(await removeCodesOf(deps, call, userId(request.userId), 'sms', 'context')),
      }),
    ),
    removeHumanAuthFactorOTPEmail: method(
      { dryRun: true, freshProof: credentialOfUser },
      async (request, call: Call) => ({
        details: changedV1(await removeCodesOf(deps, call, userId(request.userId), 'email', 'context')),
      }),
    ),
  })
