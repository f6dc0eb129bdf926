import type { Refusal } from '../../../kernel/refusal.ts'
import { factorLocked, factorNotReady, type LockAfter, wrongCode } from '../../second-factors/index.ts'
import type { CheckOutcome } from '../../users/index.ts'
import type { Channel } from '../channel.ts'
import { codeEvents } from '../events.ts'
import type { CodesState } from '../state.ts'

/** Returns why codes of this channel are not evaluated; then nothing is counted. */
export function refuseCodes(state: CodesState, locked: boolean): Refusal | undefined {
  if (state.kind !== 'ready') return factorNotReady
  return locked ? factorLocked : undefined
}

/** Decides about an evaluated code after so many failures in a row. */
export function countCode(
  channel: Channel,
  failures: number,
  valid: boolean,
  lockAfter: LockAfter,
): CheckOutcome {
  const { succeeded, failed } = codeEvents[channel]
  if (valid) return { userEvents: [succeeded()] }
  return { userEvents: [failed(), ...lockAfter(failures + 1)], refusal: wrongCode }
}
