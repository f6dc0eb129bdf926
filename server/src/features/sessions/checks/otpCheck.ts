import { isRefusal } from '../../../kernel/refusal.ts'
import { otpAttempt, otpUnavailable } from '../../second-factors/index.ts'
import { codeFits } from '../../settings/index.ts'
import { answeredChallenge, refuseExpired } from '../commands/checkOtp.ts'
import type { OtpKind } from '../factor.ts'
import { refusedStep, type Step, type StepOutcome } from './step.ts'

/**
 * Proves that the code of this session's open challenge was received. A code counts once and on this session only;
 * a wrong or late one counts towards the user's lockout, and the challenge stays open.
 */
export async function otpCheck(step: Step, kind: OtpKind, code: string): Promise<StepOutcome> {
  const { tx, user } = step
  const unavailable = user && otpUnavailable(user, kind, tx.now)
  const challenge = answeredChallenge(step.session, kind, code, { hasUser: user !== undefined, unavailable })
  if (isRefusal(challenge)) return refusedStep(challenge)
  if (user === undefined) throw new Error('a challenge was answered without a user')
  const stored = await tx.secret(step.stream, challenge.secretId)
  const outcome = await otpAttempt(tx, user, kind, codeFits(code, stored, challenge.expiresAt, tx.now))
  const late = refuseExpired(challenge, tx.now)
  const checked = { type: `session.otp.${kind}.checked` as const, payload: {} }
  return { ...outcome, ...(late && { refusal: late }), sessionEvents: [checked] }
}
