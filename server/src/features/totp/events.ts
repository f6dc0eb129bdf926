import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const nothing = z.strictObject({})
/** The 30-second step whose code was accepted; no code of it or of an earlier one is accepted again. */
const step = z.number().int().nonnegative()

/** The seed is a secret of the user, named by `secretId`. */
export const totpAdded = defineEvent('user.human.mfa.otp.added', z.strictObject({ secretId: z.string() }))
/** Without a step if the seed was imported as verified; `sessionId` names the person's session that finished the registration. */
export const totpVerified = defineEvent(
  'user.human.mfa.otp.verified',
  z.strictObject({ step: step.optional(), sessionId: z.string().optional() }),
)
export const totpRemoved = defineEvent('user.human.mfa.otp.removed', nothing)
export const totpCheckSucceeded = defineEvent('user.human.mfa.otp.check.succeeded', z.strictObject({ step }))
export const totpCheckFailed = defineEvent('user.human.mfa.otp.check.failed', nothing)

/** The events of a person's authenticator app. */
export const totpEvents = [totpAdded, totpVerified, totpRemoved, totpCheckSucceeded, totpCheckFailed] as const
export type TotpEvent = EventOf<typeof totpEvents>

/** A session's proof. */
export const sessionTotpChecked = defineEvent('session.totp.checked', nothing)
