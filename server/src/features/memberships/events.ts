import { z } from 'zod'
import type { Level } from '../../access/level.ts'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const userId = z.string()

const eventsOf = <Of extends Level>(level: Of) => ({
  added: defineEvent(`${level}.member.added`, z.strictObject({ userId, roles: z.array(z.string()) })),
  changed: defineEvent(`${level}.member.changed`, z.strictObject({ userId, roles: z.array(z.string()) })),
  removed: defineEvent(`${level}.member.removed`, z.strictObject({ userId })),
  /** The membership ended because the user was removed. */
  cascadeRemoved: defineEvent(`${level}.member.cascade.removed`, z.strictObject({ userId })),
})

/** Users gain, change and lose roles on the instance and on its organizations. */
export const memberEvents = { instance: eventsOf('instance'), org: eventsOf('org') }

export type MemberEvent = EventOf<typeof memberEvents>
