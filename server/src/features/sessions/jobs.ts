import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'

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
