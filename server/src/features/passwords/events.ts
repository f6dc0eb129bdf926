import { z } from 'zod'
import { defineEvent } from '../../kernel/events.ts'
import type { EventOf } from '../../kernel/facet.ts'

const nothing = z.strictObject({})

export const passwordChanged = defineEvent(
  'user.human.password.changed',
  z.strictObject({ secretId: z.string(), changeRequired: z.boolean() }),
)

/** Everything that happens to a person's password. The hash is a secret named by `secretId`. */
export const passwordEvents = {
  [passwordChanged.type]: passwordChanged.payload,
  'user.human.password.change.sent': nothing,
  'user.human.password.hash.updated': z.strictObject({ secretId: z.string() }),
  'user.human.password.check.succeeded': nothing,
  'user.human.password.check.failed': nothing,
  'user.human.password.code.added': z.strictObject({
    secretId: z.string(),
    expiresAt: z.string(),
    returned: z.boolean(),
    medium: z.enum(['email', 'sms']),
    urlTemplate: z.string().optional(),
  }),
  'user.human.password.code.sent': nothing,
  'user.human.password.code.check.failed': nothing,
}

export type PasswordEvent = EventOf<typeof passwordEvents>
