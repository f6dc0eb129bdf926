import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'
import type { Channel } from './channel.ts'

/** Sends the outstanding one-time code of a session; the `notifications` feature runs it. Only the latest code is sent. */
export const sendSessionCode = defineTask(
  'notifications.session_code',
  z.strictObject({
    sessionId: z.string(),
    kind: z.enum(['sms', 'email'] satisfies Channel[]),
    secretId: z.string(),
    /** Where the caller reached the server; links of the hosted login begin with it. */
    origin: z.string(),
    urlTemplate: z.string().optional(),
    /** The language of the page on which the code was requested. */
    language: z.string().optional(),
  }),
  { key: ({ kind, sessionId }) => `${kind}:${sessionId}`, outside: ({ kind }) => ({ kind }) },
)
