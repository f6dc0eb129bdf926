import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { secondFactors } from '../../../access/factorKinds.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { listFactors } from '../queries.ts'
import { callerUserId } from '../rights.ts'
import {
  addOtpFactor,
  registerTotp,
  removeOtpFactor,
  removeTotpFactor,
  verifyTotpRegistration,
} from '../writes.ts'
import { authFactorV1 } from './authFactor.ts'

/** The one-time-password parts of `zitadel.auth.v1.AuthService`: the caller's own factors. */
export const authService = (deps: Deps) =>
  implement<typeof AuthService, Call>(AuthService, {
    listMyAuthFactors: method({ enrols: true }, async (_request, call: Call) => {
      const userId = callerUserId(call)
      const rows = await listFactors(deps.database, call.instance.id, userId, secondFactors, ['ready'])
      return { result: rows.map(authFactorV1) }
    }),
    addMyAuthFactorOTP: method({ dryRun: true, enrols: true }, async (_request, call: Call) => {
      const { user, uri, secret } = await registerTotp(deps, call, callerUserId(call))
      return { url: uri, secret, details: addedV1(user) }
    }),
    verifyMyAuthFactorOTP: method({ enrols: true }, async ({ code }, call: Call) => ({
      details: changedV1(await verifyTotpRegistration(deps, call, callerUserId(call), code)),
    })),
    removeMyAuthFactorOTP: method({ dryRun: true }, async (_request, call: Call) => ({
      details: changedV1(await removeTotpFactor(deps, call, callerUserId(call), 'instance')),
    })),
    addMyAuthFactorOTPSMS: method({ dryRun: true, enrols: true }, async (_request, call: Call) => ({
      details: addedV1(await addOtpFactor(deps, call, callerUserId(call), 'sms')),
    })),
    removeMyAuthFactorOTPSMS: method({ dryRun: true }, async (_request, call: Call) => ({
      details: changedV1(await removeOtpFactor(deps, call, callerUserId(call), 'sms', 'instance')),
    })),
    addMyAuthFactorOTPEmail: method({ dryRun: true, enrols: true }, async (_request, call: Call) => ({
      details: addedV1(await addOtpFactor(deps, call, callerUserId(call), 'email')),
    })),
    removeMyAuthFactorOTPEmail: method({ dryRun: true }, async (_request, call: Call) => ({
      details: changedV1(await removeOtpFactor(deps, call, callerUserId(call), 'email', 'instance')),
    })),
  })
