import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { secondFactors } from '../../../access/factorKinds.ts'
import { changedV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { listFactors } from '../queries.ts'
import { removeOtpFactor, removeTotpFactor } from '../writes.ts'
import { authFactorV1 } from './authFactor.ts'

/** The one-time-password parts of `zitadel.management.v1.ManagementService`: factors of the context organization's users. */
export const managementService = (deps: Deps) =>
  implement(ManagementService, {
    listHumanAuthFactors: async ({ userId }, call: Call) => {
      const rows = await listFactors(deps.database, call.instance.id, userId, secondFactors, ['ready'])
      return { result: rows.filter((row) => row.org_id === call.orgId).map(authFactorV1) }
    },
    removeHumanAuthFactorOTP: method({ dryRun: true }, async ({ userId }, call: Call) => ({
      details: changedV1(await removeTotpFactor(deps, call, userId, 'context')),
    })),
    removeHumanAuthFactorOTPSMS: method({ dryRun: true }, async ({ userId }, call: Call) => ({
      details: changedV1(await removeOtpFactor(deps, call, userId, 'sms', 'context')),
    })),
    removeHumanAuthFactorOTPEmail: method({ dryRun: true }, async ({ userId }, call: Call) => ({
      details: changedV1(await removeOtpFactor(deps, call, userId, 'email', 'context')),
    })),
  })
