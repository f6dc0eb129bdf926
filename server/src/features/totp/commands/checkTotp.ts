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

const alreadyUsed = refuse(
  'second_factor.totp_code_used',
  'invalid_argument',
  'this code was used; wait for the next one',
)

/** Returns why a code is not evaluated; then nothing is counted. */
export function refuseTotpCheck(state: TotpState, locked: boolean, code: string): Refusal | undefined {
  if ([...code].length !== 6) return malformed
  if (state.kind !== 'ready') return factorNotReady
  return locked ? factorLocked : undefined
}

/**
 * Returns the refusal of a right code whose step is not later than the last accepted one (RFC 6238 §5.2). It is no guess,
 * so nothing is counted: a form that is sent twice must not lock its user. It reveals no more than that a code, which is
 * never accepted again, belongs to one of the three steps around the present; locked users do not get that far. The code that
 * finished the registration counts once in the session that finished it, because it was proved there and nowhere else.
 */
export function refuseUsedStep(
  totp: Pick<Extract<TotpState, { kind: 'ready' }>, 'lastStep' | 'provedIn'>,
  step: number | undefined,
  sessionId: string,
): Refusal | undefined {
  const { lastStep, provedIn } = totp
  if (step === undefined || lastStep === null || step > lastStep) return undefined
  return step === lastStep && provedIn === sessionId ? undefined : alreadyUsed
}

/** Decides about a code whose step was not used, after so many failures in a row. */
export function countTotpCheck(
  failures: number,
  step: number | undefined,
  lockAfter: LockAfter,
): CheckOutcome {
  if (step !== undefined) return { userEvents: [totpCheckSucceeded({ step })] }
  return { userEvents: [totpCheckFailed(), ...lockAfter(failures + 1)], refusal: wrongCode }
}
