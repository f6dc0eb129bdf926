import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'

/** Revokes the grants of a session that was ended. */
export const revokeOfSession = defineTask('oidc_sessions.revoke', z.strictObject({ sessionId: z.string() }))
