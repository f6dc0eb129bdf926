import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

/** A client was notified of the end of the session. */
export const logoutSent = defineEvent(
  'session_logout.back_channel.sent',
  z.strictObject({ clientId: z.string() }),
)

export type LogoutEvent = EventOf<typeof logoutSent>
