import {
  ManagementService,
  SendHumanResetPasswordNotificationRequest_Type as ResetType,
} from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { credentialOfUser } from '../../../access/streamNames.ts'
import { changedV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { userId as toUserId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import { resetPassword } from '../writes/resetPassword.ts'
import { setPassword } from '../writes/setPassword.ts'

/** The password methods of `zitadel.management.v1.ManagementService`, on people of the context organization. */
export const managementService = (deps: Deps) => {
  const replace = async (call: Call, userId: string, password: string, changeRequired: boolean) => {
    const change = { next: { kind: 'plain', password, changeRequired }, proof: { kind: 'right' } } as const
    return { details: changedV1(await setPassword(deps, call, toUserId(userId), change, call.orgId)) }
  }
  return implement(ManagementService, {
    setHumanInitialPassword: method({ credentialOf: credentialOfUser }, ({ userId, password }, call: Call) =>
      replace(call, userId, password, true),
    ),
    setHumanPassword: method(
      { credentialOf: credentialOfUser },
      ({ userId, password, noChangeRequired }, call: Call) =>
        replace(call, userId, password, !noChangeRequired),
    ),
    sendHumanResetPasswordNotification: async ({ userId, type }, call: Call) => {
      const medium = { kind: type === ResetType.SMS ? 'sms' : 'email' } as const
      const { user } = await resetPassword(deps, call, toUserId(userId), medium, call.orgId)
      return { details: changedV1(user) }
    },
  })
}
