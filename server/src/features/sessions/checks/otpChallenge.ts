import { isRefusal } from '../../../kernel/refusal.ts'
import { otpUnavailable } from '../../second-factors/index.ts'
import { newCode } from '../../settings/index.ts'
import { isVerified } from '../../users/index.ts'
import { challengeOtp } from '../commands/challengeOtp.ts'
import { type OtpKind, otpFactor } from '../factor.ts'
import { sendSessionCode } from '../jobs.ts'
import { refusedStep, type Step, type StepOutcome } from './step.ts'

/** How a code reaches its person: in the reply, or by a message whose link follows the template. */
export type Delivery = { readonly kind: 'return' } | { readonly kind: 'send'; readonly urlTemplate?: string }

/**
 * Challenges this session with a one-time code. The plain code is sealed as a secret of the session; the job that sends
 * it names that secret and never holds the code.
 */
export async function otpChallenge(step: Step, kind: OtpKind, delivery: Delivery): Promise<StepOutcome> {
  const { tx, stream, user, call } = step
  const unavailable = user && otpUnavailable(user, kind, tx.now)
  const code = await newCode(tx, call, kind === 'sms' ? 'otp_sms' : 'otp_email')
  const events = challengeOtp(
    kind,
    { hasUser: user !== undefined, unavailable, verified: user !== undefined && isVerified(user, kind) },
    { secretId: code.secretId, expiresAt: code.expiresAt, returned: delivery.kind === 'return' },
  )
  if (isRefusal(events)) return refusedStep(events)
  return {
    sessionEvents: events,
    userEvents: [],
    reply: delivery.kind === 'return' ? { [otpFactor(kind)]: code.plain } : {},
    commit: () => {
      tx.seal(stream, code.secretId, code.plain)
      if (delivery.kind === 'return') return
      const { urlTemplate } = delivery
      tx.enqueue(
        sendSessionCode({
          sessionId: stream.id,
          kind,
          secretId: code.secretId,
          origin: call.origin.url,
          urlTemplate,
        }),
      )
    },
  }
}
