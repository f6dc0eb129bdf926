import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { credentialOfUser, namedUser } from '../../../access/streamNames.ts'
import { changedV2 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { userId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { addCodesOf, removeCodesOf } from '../writes/codes.ts'

/** The parts of `zitadel.user.v2.UserService` about codes by SMS and e-mail. */
export const userService = (deps: Deps) =>
  implement<typeof UserService, Call>(UserService, {
    addOTPSMS: method(
      { appendsTo: namedUser, dryRun: true, enrols: 'otp_sms', freshProof: credentialOfUser },
      async (request, call: Call) => ({
        details: changedV2(await addCodesOf(deps, call, userId(request.userId), 'sms')),
      }),
    ),
    removeOTPSMS: method(
      { appendsTo: namedUser, dryRun: true, freshProof: credentialOfUser },
      async (request, call: Call) => ({
        details: changedV2(await removeCodesOf(deps, call, userId(request.userId), 'sms', 'instance')),
      }),
    ),
    addOTPEmail: method(
      { appendsTo: namedUser, dryRun: true, enrols: 'otp_email', freshProof: credentialOfUser },
      async (request, call: Call) => ({
        details: changedV2(await addCodesOf(deps, call, userId(request.userId), 'email')),
      }),
    ),
    removeOTPEmail: method(
      { appendsTo: namedUser, dryRun: true, freshProof: credentialOfUser },
      async (request, call: Call) => ({
        details: changedV2(await removeCodesOf(deps, call, userId(request.userId), 'email', 'instance')),
      }),
    ),
  })
