import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { factorLocked, factorNotReady, type LockAfter, wrongCode } from '../../second-factors/index.ts'
import type { CheckOutcome } from '../../users/index.ts'
import { totpCheckFailed, totpCheckSucceeded } from '../events.ts'
import type { TotpState } from '../state.ts'

const malformed = refuse(
  'second_factor.totp_code_malformed',
  'invalid_argument',
  'a code has exactly 6 characters; copy it from the authenticator app',
)

/** Returns why a code is not evaluated; then nothing is counted. */
export function refuseTotpCheck(state: TotpState, locked: boolean, code: string): Refusal | undefined {
  if ([...code].length !== 6) return malformed
  if (state.kind !== 'ready') return factorNotReady
  return locked ? factorLocked : undefined
}

/**
 * Decides about an evaluated code after so many failures in a row. A step counts once: the same or an older one is a wrong
 * code (RFC 6238 §5.2).
 */
export function countTotpCheck(
  lastStep: number | null,
  failures: number,
  step: number | undefined,
  lockAfter: LockAfter,
): CheckOutcome {
  if (step !== undefined && (lastStep === null || step > lastStep)) {
    return { userEvents: [totpCheckSucceeded({ step })] }
  }
  return { userEvents: [totpCheckFailed(), ...lockAfter(failures + 1)], refusal: wrongCode }
}
