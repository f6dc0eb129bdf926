import type { Decision } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { factorNotFound, wrongCode } from '../refusals.ts'
import type { TotpState } from '../totpState.ts'

const alreadyVerified = refuse(
  'second_factor.totp_already_verified',
  'failed_precondition',
  'this authenticator app is already verified; there is nothing left to do',
)

/** Why there is no registration to finish; asked before the seed is opened. */
export function refuseTotpVerification(state: TotpState): Refusal | undefined {
  if (state.kind === 'none') return factorNotFound
  return state.kind === 'ready' ? alreadyVerified : undefined
}

/** Finishes the registration with the step that the code belongs to; that step is spent. Wrong codes are not counted. */
export function verifyTotp(state: TotpState, step: number | undefined): Decision {
  const refusal = refuseTotpVerification(state)
  if (refusal) return refusal
  return step === undefined ? wrongCode : [{ type: 'user.human.mfa.otp.verified', payload: { step } }]
}
