import type { Decision } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { OtpKind, OtpState } from '../otpState.ts'

const exists: Readonly<Record<OtpKind, Refusal>> = {
  sms: refuse('second_factor.otp_sms_exists', 'already_exists', 'this user already gets codes by SMS'),
  email: refuse('second_factor.otp_email_exists', 'already_exists', 'this user already gets codes by e-mail'),
}
const unproved: Readonly<Record<OtpKind, Refusal>> = {
  sms: refuse(
    'second_factor.phone_not_verified',
    'failed_precondition',
    'the phone number was never verified; verify it before codes are sent there',
  ),
  email: refuse(
    'second_factor.email_not_verified',
    'failed_precondition',
    'the e-mail address was never verified; verify it before codes are sent there',
  ),
}

/** Turns on one-time codes over a proved channel. */
export function addOtp(kind: OtpKind, state: OtpState): Decision {
  if (state.kind === 'ready') return exists[kind]
  if (state.kind === 'unproved') return unproved[kind]
  return [{ type: `user.human.mfa.otp.${kind}.added`, payload: {} }]
}
