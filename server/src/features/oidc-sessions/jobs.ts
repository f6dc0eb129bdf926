import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'

/** Revokes the grants of a session that was ended. */
export const revokeOfSession = defineTask('oidc_sessions.revoke', z.strictObject({ sessionId: z.string() }))
/** Revokes the grants whose tokens were exchanged for those of a grant that was revoked. */
export const revokeExchanged = defineTask(
  'oidc_sessions.revoke_exchanged',
  z.strictObject({ oidcSessionId: z.string() }),
)
