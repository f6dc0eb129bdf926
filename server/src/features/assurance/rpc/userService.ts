import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { namedUser } from '../../../access/streamNames.ts'
import { changedV2 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { requireWriteRight, userFacet } from '../../users/index.ts'
import { skipMfaInit } from '../commands/skipMfaInit.ts'

/** The part of `zitadel.user.v2.UserService` about setting up a second factor later. */
export const userService = (deps: Deps) =>
  implement<typeof UserService, Call>(UserService, {
    humanMFAInitSkipped: method({ appendsTo: namedUser }, async ({ userId: id }, call: Call) => ({
      details: changedV2(
        await decideOn(deps.log, writing(call), { type: 'user', id }, (user) => {
          const events = accept(skipMfaInit(user.state(userFacet).kind))
          requireWriteRight(call, user)
          return events
        }),
      ),
    })),
  })
