import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { credentialOfUser, namedUser } from '../../../access/streamNames.ts'
import { changedV2 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { userId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { addCodes, clearCodes } from '../writes/codes.ts'

/** The recovery codes of `zitadel.user.v2.UserService`. */
export const userService = (deps: Deps) =>
  implement<typeof UserService, Call>(UserService, {
    generateRecoveryCodes: method(
      { dryRun: true, credentialOf: credentialOfUser },
      async (request, call: Call) => {
        const { user, codes } = await addCodes(deps, call, userId(request.userId), request.count)
        return { details: changedV2(user), recoveryCodes: [...codes] }
      },
    ),
    removeRecoveryCodes: method(
      { appendsTo: namedUser, dryRun: true, freshProof: credentialOfUser },
      async (request, call: Call) => ({
        details: changedV2(await clearCodes(deps, call, userId(request.userId))),
      }),
    ),
  })
