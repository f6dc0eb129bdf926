import type { Decision } from '../../../kernel/facet.ts'
import type { OtpKind, OtpState } from '../otpState.ts'
import { factorNotFound } from '../refusals.ts'

/** Turns off one-time codes over a channel; the channel stays proved. */
export function removeOtp(kind: OtpKind, state: OtpState): Decision {
  if (state.kind !== 'ready') return factorNotFound
  return [{ type: `user.human.mfa.otp.${kind}.removed`, payload: {} }]
}
