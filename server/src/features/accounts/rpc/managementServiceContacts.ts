import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { changedV1 } from '../../../contract/details.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { type ContactWritten, removePhone, sendContactCode, setContact } from '../contacts.ts'
import { resendInitialization } from '../initialization.ts'
import { inContext } from '../target.ts'
import { contactsV1 } from './contactRulesV1.ts'
import { decodeVerifiedV1 } from './decodeHumanV1.ts'

/** How people of the context organization are reached, in `zitadel.management.v1.ManagementService`. */
export const managementServiceContacts = (deps: Deps) =>
  implement(ManagementService, {
    updateHumanEmail: async ({ userId, email, isEmailVerified }, call: Call) => {
      const wish = { text: email, verification: decodeVerifiedV1(isEmailVerified) }
      return details(
        await setContact(deps, call, 'email', contactsV1.setEmail(inContext(call, userId)), wish),
      )
    },
    updateHumanPhone: async ({ userId, phone, isPhoneVerified }, call: Call) => {
      const wish = { text: phone, verification: decodeVerifiedV1(isPhoneVerified) }
      return details(
        await setContact(deps, call, 'phone', contactsV1.setPhone(inContext(call, userId)), wish),
      )
    },
    resendHumanEmailVerification: async ({ userId }, call: Call) =>
      details(await sendContactCode(deps, call, 'email', contactsV1.sendEmail(inContext(call, userId)))),
    resendHumanPhoneVerification: async ({ userId }, call: Call) =>
      details(await sendContactCode(deps, call, 'phone', contactsV1.sendPhone(inContext(call, userId)))),
    removeHumanPhone: async ({ userId }, call: Call) => ({
      details: changedV1(await removePhone(deps, call, contactsV1.removePhone(inContext(call, userId)))),
    }),
    resendHumanInitialization: async ({ userId, email }, call: Call) => ({
      details: changedV1(await resendInitialization(deps, call, inContext(call, userId), email)),
    }),
  })

function details({ user }: ContactWritten) {
  return { details: changedV1(user) }
}
