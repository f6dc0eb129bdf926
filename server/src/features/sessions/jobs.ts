import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'
import type { OtpKind } from './factor.ts'

/** Ends sessions that a request bound to a user while another one removed or stopped that user. */
export const endMissedSessions = defineTask(
  'sessions.end',
  z.strictObject({
    userId: z.string(),
    /** The event that ended the user's other sessions. */
    cause: z.string(),
    /** When it was appended (ISO 8601). */
    at: z.string(),
  }),
)

/** Sends the outstanding one-time code of a session; the `notifications` feature runs it. Only the latest code is sent. */
export const sendSessionCode = defineTask(
  'notifications.session_code',
  z.strictObject({
    sessionId: z.string(),
    kind: z.enum(['sms', 'email'] satisfies OtpKind[]),
    secretId: z.string(),
    /** Where the caller reached the server; links of the hosted login begin with it. */
    origin: z.string(),
    urlTemplate: z.string().optional(),
  }),
  { key: ({ kind, sessionId }) => `${kind}:${sessionId}` },
)
