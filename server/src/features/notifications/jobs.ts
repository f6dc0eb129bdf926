import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'

/** The most tries of a message that carries no code: the last comes about ten hours after the first. */
const noticeAttempts = 10

/** What an event that asks for a code may say about the message. */
export const codeRequest = z.object({
  secretId: z.string(),
  expiresAt: z.string(),
  medium: z.string().optional(),
  urlTemplate: z.string().optional(),
  applicationName: z.string().optional(),
  codeId: z.string().optional(),
})

/** Sends the code that an event on a user asked for, while it is the outstanding one. */
export const sendUserCode = defineTask(
  'notifications.user_code',
  z.strictObject({
    userId: z.string(),
    /** The type of the event that asked. */
    event: z.string(),
    ...codeRequest.shape,
  }),
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
  { maxAttempts: noticeAttempts },
)
