import type { Stream, Transaction } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { lockoutPolicy } from '../settings/index.ts'
import {
  type CheckOutcome,
  isLocked,
  lockEvents,
  releaseEvents,
  slowedBy,
  userFacet,
} from '../users/index.ts'
import { countOtpCheck, refuseOtpCheck } from './commands/checkOtp.ts'
import { countTotpCheck, refuseTotpCheck } from './commands/checkTotp.ts'
import type { LockAfter } from './commands/countAttempt.ts'
import { type OtpKind, otpFacets } from './otpState.ts'
import { factorNotReady } from './refusals.ts'
import { totpStep } from './totp.ts'
import { totpFacet } from './totpState.ts'

/**
 * Evaluates one TOTP code inside the caller's unit of work, which appends `userEvents` whatever the outcome.
 * Refuses with invalid_argument (malformed or wrong) or failed_precondition (not ready, locked).
 */
export async function checkTotp(tx: Transaction, user: Stream, code: string): Promise<CheckOutcome> {
  const stored = user.state(totpFacet)
  const refusal = refuseTotpCheck(stored, isLocked(user.state(userFacet), tx.now), code)
  if (refusal || stored.kind !== 'ready') return refused(refusal)
  const released = releaseEvents(user.state(userFacet), tx.now)
  const totp = released.length > 0 ? { ...stored, failedAttempts: 0 } : stored
  const seed = await tx.secret(user, totp.secretId)
  const step = seed && totpStep(seed, code, tx.now)
  const outcome = countTotpCheck(totp, step, await lockAfter(tx, user))
  return slowedBy(totp.failedAttempts + 1, { ...outcome, userEvents: [...released, ...outcome.userEvents] })
}

/** Why a code of this channel cannot be asked for or checked now: factor absent, or user locked. */
export function otpUnavailable(user: Stream, kind: OtpKind, now: Date): Refusal | undefined {
  return refuseOtpCheck(user.state(otpFacets[kind]), isLocked(user.state(userFacet), now))
}

/**
 * Counts one attempt with a code that the caller compared (`valid`; an expired code counts as wrong, the caller
 * may put its own refusal in the outcome). The unit of work appends `userEvents` whatever the outcome.
 */
export async function otpAttempt(
  tx: Transaction,
  user: Stream,
  kind: OtpKind,
  valid: boolean,
): Promise<CheckOutcome> {
  const refusal = otpUnavailable(user, kind, tx.now)
  const stored = user.state(otpFacets[kind])
  if (refusal || stored.kind !== 'ready') return refused(refusal)
  const released = releaseEvents(user.state(userFacet), tx.now)
  const otp = released.length > 0 ? { ...stored, failedAttempts: 0 } : stored
  const outcome = countOtpCheck(kind, otp, valid, await lockAfter(tx, user))
  return slowedBy(otp.failedAttempts + 1, { ...outcome, userEvents: [...released, ...outcome.userEvents] })
}

async function lockAfter(tx: Transaction, user: Stream): Promise<LockAfter> {
  const policy = await lockoutPolicy(tx, tx.instanceId, user.owner)
  const limits = { limit: policy.maxOtpAttempts, releaseAfterSeconds: policy.releaseAfterSeconds }
  return (failures): readonly EventBody[] => lockEvents(failures, limits, tx.now)
}

/** Closed by default: what is not ready is refused even when no rule named it. */
function refused(refusal: Refusal = factorNotReady): CheckOutcome {
  return { userEvents: [], refusal }
}
