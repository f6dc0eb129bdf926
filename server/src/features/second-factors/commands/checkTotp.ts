import type { EventBody } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { factorLocked, factorNotReady, wrongCode } from '../refusals.ts'
import type { TotpState } from '../totpState.ts'
import type { Attempt, LockAfter } from './countAttempt.ts'

const malformed = refuse(
  'second_factor.totp_code_malformed',
  'invalid_argument',
  'a code has exactly 6 characters; copy it from the authenticator app',
)

/** Why a code is not even evaluated: then nothing is counted. */
export function refuseTotpCheck(state: TotpState, locked: boolean, code: string): Refusal | undefined {
  if ([...code].length !== 6) return malformed
  if (state.kind !== 'ready') return factorNotReady
  return locked ? factorLocked : undefined
}

/** Counts an evaluated code. A step counts once: the same or an older one is as wrong as any (RFC 6238 §5.2). */
export function countTotpCheck(
  state: TotpState & { readonly kind: 'ready' },
  step: number | undefined,
  lockAfter: LockAfter,
): Attempt {
  if (step !== undefined && (state.lastStep === null || step > state.lastStep)) {
    return { userEvents: [{ type: 'user.human.mfa.otp.check.succeeded', payload: { step } }] }
  }
  const failed: EventBody = { type: 'user.human.mfa.otp.check.failed', payload: {} }
  return { userEvents: [failed, ...lockAfter(state.failedAttempts + 1)], refusal: wrongCode }
}
