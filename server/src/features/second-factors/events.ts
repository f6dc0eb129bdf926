import { z } from 'zod'
import type { EventOf } from '../../kernel/facet.ts'

const nothing = z.strictObject({})
/** The 30-second step whose code was accepted: no code of it or of an earlier one is accepted again. */
const step = z.number().int().nonnegative()

/** Everything that happens to a person's one-time-password factors. The TOTP seed is a secret named by `secretId`. */
export const secondFactorEvents = {
  'user.human.mfa.otp.added': z.strictObject({ secretId: z.string() }),
  /** Without a step when the seed was taken over as verified from elsewhere. */
  'user.human.mfa.otp.verified': z.strictObject({ step: step.optional() }),
  'user.human.mfa.otp.removed': nothing,
  'user.human.mfa.otp.check.succeeded': z.strictObject({ step }),
  'user.human.mfa.otp.check.failed': nothing,
  'user.human.mfa.otp.sms.added': nothing,
  'user.human.mfa.otp.sms.removed': nothing,
  'user.human.mfa.otp.sms.check.succeeded': nothing,
  'user.human.mfa.otp.sms.check.failed': nothing,
  'user.human.mfa.otp.email.added': nothing,
  'user.human.mfa.otp.email.removed': nothing,
  'user.human.mfa.otp.email.check.succeeded': nothing,
  'user.human.mfa.otp.email.check.failed': nothing,
  'user.human.mfa.init.skipped': nothing,
}

export type SecondFactorEvent = EventOf<typeof secondFactorEvents>
