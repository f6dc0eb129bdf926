import type { Refusal } from '../../../kernel/refusal.ts'
import type { OtpKind, OtpState } from '../otpState.ts'
import { factorLocked, factorNotReady, wrongCode } from '../refusals.ts'
import type { Attempt, LockAfter } from './countAttempt.ts'

/** Why a code of this channel is not even evaluated: then nothing is counted. */
export function refuseOtpCheck(state: OtpState, locked: boolean): Refusal | undefined {
  if (state.kind !== 'ready') return factorNotReady
  return locked ? factorLocked : undefined
}

/** Counts an evaluated code. */
export function countOtpCheck(
  kind: OtpKind,
  state: OtpState & { readonly kind: 'ready' },
  valid: boolean,
  lockAfter: LockAfter,
): Attempt {
  if (valid) return { userEvents: [{ type: `user.human.mfa.otp.${kind}.check.succeeded`, payload: {} }] }
  return {
    userEvents: [
      { type: `user.human.mfa.otp.${kind}.check.failed`, payload: {} },
      ...lockAfter(state.failedAttempts + 1),
    ],
    refusal: wrongCode,
  }
}
