import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

/** A client was told that the session has ended. */
export const logoutSent = defineEvent(
  'session_logout.back_channel.sent',
  z.strictObject({ clientId: z.string() }),
)

export type LogoutEvent = EventOf<typeof logoutSent>
