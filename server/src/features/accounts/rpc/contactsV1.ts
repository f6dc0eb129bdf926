import type { Call } from '../../../access/call.ts'
import { changedV1 } from '../../../contract/details.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { userMissing } from '../../users/index.ts'
import type { Channel } from '../channels.ts'
import type { Target } from '../target.ts'
import { removePhone, sendContactCode, setContact, verifyContact } from '../writes/changeContact.ts'
import { decodeVerifiedV1 } from './decodeV1.ts'

const noPhone = refuse('user.phone_not_found', 'not_found', 'the user has no phone number; set one first')
const noEmailCode = refuse(
  'user.email_code_not_found',
  'not_found',
  'no e-mail code is outstanding; request a new one',
)
const noPhoneCode = refuse(
  'user.phone_code_not_found',
  'not_found',
  'no phone code is outstanding; request a new one',
)

/**
 * The differences between v1 and v2 (users notes §3 "v1 differences"): other refusals, and a phone number may be changed
 * before the initialization is finished.
 */
const rules = {
  email: {
    set: { missing: userMissing, orVerify: true },
    send: { unverifiedOnly: true },
    verify: { absent: noEmailCode },
  },
  phone: {
    set: { missing: userMissing, orVerify: true, initialAllowed: true },
    send: { missing: userMissing, absent: noPhone, unverifiedOnly: true, initialAllowed: true },
    verify: { absent: noPhoneCode, initialAllowed: true },
  },
}

/** The contact methods that `zitadel.management.v1` has for users of an organization and `zitadel.auth.v1` for the caller. */
export const contactsV1 = (deps: Deps) => ({
  async set(call: Call, channel: Channel, target: Target, text: string, isVerified = false) {
    const input = { text, verification: decodeVerifiedV1(isVerified) }
    const { user } = await setContact(deps, call, channel, { ...target, ...rules[channel].set }, input)
    return { details: changedV1(user) }
  },
  async send(call: Call, channel: Channel, target: Target) {
    const { user } = await sendContactCode(deps, call, channel, { ...target, ...rules[channel].send })
    return { details: changedV1(user) }
  },
  async verify(call: Call, channel: Channel, target: Target, code: string) {
    const verifying = { ...target, ...rules[channel].verify }
    return { details: changedV1(await verifyContact(deps, call, channel, verifying, code)) }
  },
  async removePhone(call: Call, target: Target) {
    return { details: changedV1(await removePhone(deps, call, { ...target, absent: noPhone })) }
  },
})
