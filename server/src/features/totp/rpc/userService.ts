import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { credentialOfUser, namedUser } from '../../../access/streamNames.ts'
import { changedV2 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { userId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { registerTotp, removeTotpFactor, verifyTotpRegistration } from '../writes/totp.ts'

/** The TOTP parts of `zitadel.user.v2.UserService`. */
export const userService = (deps: Deps) =>
  implement<typeof UserService, Call>(UserService, {
    registerTOTP: method(
      { appendsTo: namedUser, dryRun: true, enrols: 'totp', credentialOf: credentialOfUser },
      async (request, call: Call) => {
        const { user, uri, secret } = await registerTotp(deps, call, userId(request.userId))
        return { details: changedV2(user), uri, secret }
      },
    ),
    verifyTOTPRegistration: method(
      { appendsTo: namedUser, enrols: 'totp', freshProof: credentialOfUser },
      async (request, call: Call) => ({
        details: changedV2(await verifyTotpRegistration(deps, call, userId(request.userId), request.code)),
      }),
    ),
    removeTOTP: method(
      { appendsTo: namedUser, dryRun: true, freshProof: credentialOfUser },
      async (request, call: Call) => ({
        details: changedV2(await removeTotpFactor(deps, call, userId(request.userId), 'instance')),
      }),
    ),
  })
