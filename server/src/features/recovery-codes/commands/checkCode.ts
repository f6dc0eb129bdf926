import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { factorLocked, factorNotReady, type LockAfter, wrongCode } from '../../second-factors/index.ts'
import type { CheckOutcome } from '../../users/index.ts'
import { recoveryCodeFailed, recoveryCodeUsed } from '../events.ts'
import { codesLeft, type RecoveryCodesState } from '../state.ts'

const malformed = refuse(
  'second_factor.recovery_code_malformed',
  'invalid_argument',
  'a recovery code has 15 letters and digits, unless it came from another system; copy one from your list',
)
const noneLeft = refuse(
  'second_factor.recovery_codes_used_up',
  'failed_precondition',
  'all recovery codes of this user were used; use another factor',
)
const alreadyUsed = refuse(
  'second_factor.recovery_code_used',
  'invalid_argument',
  'this recovery code was used before; take another one from your list',
)

/** Returns why a code is not evaluated; then nothing is counted. `code` holds the characters that count, and is undefined if no code looks like it. */
export function refuseRecoveryCheck(
  state: RecoveryCodesState,
  locked: boolean,
  code: string | undefined,
): Refusal | undefined {
  if (!code) return malformed
  if (state.kind === 'none') return factorNotReady
  if (locked) return factorLocked
  return codesLeft(state) === 0 ? noneLeft : undefined
}

/** Returns the refusal of a code that was used. It is no guess, so nothing is counted: a form that is sent twice locks nobody. */
export function refuseUsedCode(state: RecoveryCodesState, code: number | undefined): Refusal | undefined {
  return state.kind === 'ready' && code !== undefined && state.used.includes(code) ? alreadyUsed : undefined
}

/** Decides about a code that was not used, at its position in the set, after so many failures in a row. */
export function countRecoveryCheck(
  failures: number,
  code: number | undefined,
  lockAfter: LockAfter,
): CheckOutcome {
  if (code !== undefined) return { userEvents: [recoveryCodeUsed({ code })] }
  return { userEvents: [recoveryCodeFailed(), ...lockAfter(failures + 1)], refusal: wrongCode }
}
