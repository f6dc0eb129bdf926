import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'
import type { Channel } from './channel.ts'

const nothing = z.strictObject({})
/** The code itself is a sealed secret of the session. */
const challenge = z.strictObject({
  secretId: z.string(),
  expiresAt: z.string(),
  /** True if the code was returned to the caller, so that nothing is sent. */
  returned: z.boolean(),
})

/** A code that was requested and is not used yet. */
export type CodeChallenge = z.infer<typeof challenge>

const userEvents = <const C extends Channel>(channel: C) => ({
  added: defineEvent(`user.human.mfa.otp.${channel}.added`, nothing),
  removed: defineEvent(`user.human.mfa.otp.${channel}.removed`, nothing),
  succeeded: defineEvent(`user.human.mfa.otp.${channel}.check.succeeded`, nothing),
  failed: defineEvent(`user.human.mfa.otp.${channel}.check.failed`, nothing),
})

const sessionEvents = <const C extends Channel>(channel: C) => ({
  challenged: defineEvent(`session.otp.${channel}.challenged`, challenge),
  sent: defineEvent(`session.otp.${channel}.sent`, nothing),
  checked: defineEvent(`session.otp.${channel}.checked`, nothing),
})

/** The events of a person's codes over each channel. */
export const codeEvents = { sms: userEvents('sms'), email: userEvents('email') }
export type CodeEvent = EventOf<typeof codeEvents>

/** The events of codes on a session. */
export const sessionCodeEvents = { sms: sessionEvents('sms'), email: sessionEvents('email') }
