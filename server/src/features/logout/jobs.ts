import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'

/** Tells one client that a session has ended; the logout token is signed when it is sent. */
export const notifyClient = defineTask(
  'logout.notify_client',
  z.strictObject({
    sessionId: z.string(),
    userId: z.string(),
    clientId: z.string(),
    /** Under which the client got its tokens; absent: that of the instance's primary domain. */
    issuer: z.string().optional(),
  }),
  { maxAttempts: 3, outside: ({ clientId }) => ({ kind: 'logout', receiver: clientId }) },
)
