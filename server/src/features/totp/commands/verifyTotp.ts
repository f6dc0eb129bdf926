import type { Decision } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { factorNotFound, wrongCode } from '../../second-factors/index.ts'
import { totpVerified } from '../events.ts'
import type { TotpState } from '../state.ts'

const alreadyVerified = refuse(
  'second_factor.totp_already_verified',
  'failed_precondition',
  'this authenticator app is already verified; use it as it is',
)

/** Returns why there is no registration to finish; decided before the seed is opened. */
export function refuseTotpVerification(state: TotpState): Refusal | undefined {
  if (state.kind === 'none') return factorNotFound
  return state.kind === 'ready' ? alreadyVerified : undefined
}

/**
 * Finishes the registration and spends the step of the code. Wrong codes are not counted. The code proves the factor in the person's
 * own session `sessionId` as well, where a check of it counts once.
 */
export function verifyTotp(state: TotpState, step: number | undefined, sessionId?: string): Decision {
  const refusal = refuseTotpVerification(state)
  if (refusal) return refusal
  if (step === undefined) return wrongCode
  return [totpVerified({ step, ...(sessionId !== undefined && { sessionId }) })]
}
