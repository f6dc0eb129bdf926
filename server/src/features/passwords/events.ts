import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

// Hashes and plain codes are sealed secrets, named by `secretId`.
const nothing = z.strictObject({})

export const passwordChanged = defineEvent(
  'user.human.password.changed',
  z.strictObject({ secretId: z.string(), changeRequired: z.boolean() }),
)
export const passwordChangeSent = defineEvent('user.human.password.change.sent', nothing)
/** The same password was hashed again, with the current parameters. */
export const passwordHashUpdated = defineEvent(
  'user.human.password.hash.updated',
  z.strictObject({ secretId: z.string() }),
)
export const passwordSucceeded = defineEvent('user.human.password.check.succeeded', nothing)
export const passwordFailed = defineEvent('user.human.password.check.failed', nothing)
export const resetCodeAdded = defineEvent(
  'user.human.password.code.added',
  z.strictObject({
    secretId: z.string(),
    expiresAt: z.string(),
    returned: z.boolean(),
    medium: z.enum(['email', 'sms']),
    urlTemplate: z.string().optional(),
  }),
)
export const resetCodeSent = defineEvent('user.human.password.code.sent', nothing)
export const resetCodeFailed = defineEvent('user.human.password.code.check.failed', nothing)

export const passwordEvents = [
  passwordChanged,
  passwordChangeSent,
  passwordHashUpdated,
  passwordSucceeded,
  passwordFailed,
  resetCodeAdded,
  resetCodeSent,
  resetCodeFailed,
] as const

export type PasswordEvent = EventOf<typeof passwordEvents>
