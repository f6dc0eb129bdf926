import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { callerUserId } from '../../second-factors/index.ts'
import { addCodesOf, removeCodesOf } from '../writes/codes.ts'

/** The parts of `zitadel.auth.v1.AuthService` about codes by SMS and e-mail: the caller's own. */
export const authService = (deps: Deps) =>
  implement<typeof AuthService, Call>(AuthService, {
    addMyAuthFactorOTPSMS: method(
      { dryRun: true, enrols: 'otp_sms', freshProof: 'self' },
      async (_request, call: Call) => ({
        details: addedV1(await addCodesOf(deps, call, callerUserId(call), 'sms')),
      }),
    ),
    removeMyAuthFactorOTPSMS: method({ dryRun: true, freshProof: 'self' }, async (_request, call: Call) => ({
      details: changedV1(await removeCodesOf(deps, call, callerUserId(call), 'sms', 'instance')),
    })),
    addMyAuthFactorOTPEmail: method(
      { dryRun: true, enrols: 'otp_email', freshProof: 'self' },
      async (_request, call: Call) => ({
        details: addedV1(await addCodesOf(deps, call, callerUserId(call), 'email')),
      }),
    ),
    removeMyAuthFactorOTPEmail: method(
      { dryRun: true, freshProof: 'self' },
      async (_request, call: Call) => ({
        details: changedV1(await removeCodesOf(deps, call, callerUserId(call), 'email', 'instance')),
      }),
    ),
  })
