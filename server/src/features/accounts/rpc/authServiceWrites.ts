import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import type { Call } from '../../../access/call.ts'
import { changedV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { removeAvatar } from '../avatars.ts'
import { removePhone, sendContactCode, setContact, verifyContact } from '../contacts.ts'
import { removeAccount } from '../removeAccount.ts'
import { myself } from '../target.ts'
import { rename, replaceProfile } from '../updateNames.ts'
import { contactsV1 } from './contactRulesV1.ts'
import { decodeProfileV1, decodeVerifiedV1 } from './decodeHumanV1.ts'

const byCode = decodeVerifiedV1(false)

/** The writes of `zitadel.auth.v1.AuthService`: what callers may change of themselves. */
export const authServiceWrites = (deps: Deps) => {
  const details = async (written: Promise<Parameters<typeof changedV1>[0]>) => ({
    details: changedV1(await written),
  })
  const userOf = async (written: ReturnType<typeof setContact>) => (await written).user
  return implement(AuthService, {
    removeMyUser: (_, call: Call) => details(removeAccount(deps, call, myself(call).userId)),
    updateMyUserName: ({ userName }, call: Call) => details(rename(deps, call, myself(call), userName)),
    updateMyProfile: (profile, call: Call) =>
      details(replaceProfile(deps, call, myself(call), decodeProfileV1(profile))),
    setMyEmail: ({ email }, call: Call) => {
      const wish = { text: email, verification: byCode }
      return details(userOf(setContact(deps, call, 'email', contactsV1.setEmail(myself(call)), wish)))
    },
    verifyMyEmail: ({ code }, call: Call) =>
      details(verifyContact(deps, call, 'email', contactsV1.verifyEmail(myself(call)), code)),
    resendMyEmailVerification: (_, call: Call) =>
      details(userOf(sendContactCode(deps, call, 'email', contactsV1.sendEmail(myself(call))))),
    setMyPhone: ({ phone }, call: Call) => {
      const wish = { text: phone, verification: byCode }
      return details(userOf(setContact(deps, call, 'phone', contactsV1.setPhone(myself(call)), wish)))
    },
    verifyMyPhone: ({ code }, call: Call) =>
      details(verifyContact(deps, call, 'phone', contactsV1.verifyPhone(myself(call)), code)),
    resendMyPhoneVerification: (_, call: Call) =>
      details(userOf(sendContactCode(deps, call, 'phone', contactsV1.sendPhone(myself(call))))),
    removeMyAvatar: (_, call: Call) => details(removeAvatar(deps, call, myself(call))),
    removeMyPhone: (_, call: Call) => details(removePhone(deps, call, contactsV1.removePhone(myself(call)))),
  })
}
