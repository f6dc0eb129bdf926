import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { callerUserId } from '../../second-factors/index.ts'
import { registerTotp, removeTotpFactor, verifyTotpRegistration } from '../writes/totp.ts'

/** The TOTP parts of `zitadel.auth.v1.AuthService`: the caller's own app. */
export const authService = (deps: Deps) =>
  implement<typeof AuthService, Call>(AuthService, {
    addMyAuthFactorOTP: method(
      { dryRun: true, enrols: 'totp', freshProof: 'self' },
      async (_request, call: Call) => {
        const { user, uri, secret } = await registerTotp(deps, call, callerUserId(call))
        return { url: uri, secret, details: addedV1(user) }
      },
    ),
    verifyMyAuthFactorOTP: method({ enrols: 'totp', freshProof: 'self' }, async ({ code }, call: Call) => ({
      details: changedV1(await verifyTotpRegistration(deps, call, callerUserId(call), code)),
    })),
    removeMyAuthFactorOTP: method({ dryRun: true, freshProof: 'self' }, async (_request, call: Call) => ({
      details: changedV1(await removeTotpFactor(deps, call, callerUserId(call), 'instance')),
    })),
  })
