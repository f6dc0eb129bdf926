import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'
import { codeMessageOf } from './messages.ts'

/** The last attempt is made about ten hours after the first. */
const noticeAttempts = 10

/** The properties of a requesting event that its message depends on. */
export const codeRequest = z.object({
  secretId: z.string(),
  expiresAt: z.string(),
  medium: z.enum(['email', 'sms']).optional(),
  urlTemplate: z.string().optional(),
  applicationName: z.string().optional(),
  codeId: z.string().optional(),
})

/** Sends the code that an event on a user requested, unless it was used or replaced. */
export const sendUserCode = defineTask(
  'notifications.user_code',
  z.strictObject({
    userId: z.string(),
    /** The type of the requesting event. */
    event: z.string(),
    ...codeRequest.shape,
    /** The language of the page on which the code was requested. */
    language: z.string().optional(),
  }),
  { outside: ({ event, medium }) => ({ kind: medium ?? codeMessageOf(event)?.channel ?? 'email' }) },
)

/** Informs a person at one address of an event on their account. */
export const sendNotice = defineTask(
  'notifications.notice',
  z.strictObject({
    userId: z.string(),
    event: z.string(),
    sequence: z.number(),
    address: z.string(),
  }),
  { maxAttempts: noticeAttempts, outside: () => ({ kind: 'email' }) },
)

/** Sends the codes that waited for an active provider of a channel. */
export const sendWaiting = defineTask(
  'notifications.waiting',
  z.strictObject({ channel: z.enum(['email', 'sms']) }),
)
