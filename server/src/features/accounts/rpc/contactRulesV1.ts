import { refuse } from '../../../kernel/refusal.ts'
import { userMissing } from '../../users/index.ts'
import type { SendRules } from '../contacts.ts'
import type { Target } from '../target.ts'

const noPhone = refuse('user.phone_not_found', 'not_found', 'this user has no phone number')
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
 * How the v1 services differ from v2 (users notes §3 "v1 differences"): which refusals they give, and that a phone may
 * be changed before the initialization is finished.
 */
export const contactsV1 = {
  setEmail: (target: Target) => ({ ...target, missing: userMissing, orVerify: true }),
  setPhone: (target: Target) => ({ ...target, missing: userMissing, orVerify: true, initialAllowed: true }),
  sendEmail: (target: Target): SendRules => ({ ...target, unverifiedOnly: true }),
  sendPhone: (target: Target): SendRules => ({
    ...target,
    missing: userMissing,
    absent: noPhone,
    unverifiedOnly: true,
    initialAllowed: true,
  }),
  verifyEmail: (target: Target) => ({ ...target, absent: noEmailCode }),
  verifyPhone: (target: Target) => ({ ...target, absent: noPhoneCode, initialAllowed: true }),
  removePhone: (target: Target) => ({ ...target, absent: noPhone }),
}
