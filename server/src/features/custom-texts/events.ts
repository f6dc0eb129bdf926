import { z } from 'zod'
import type { Level } from '../../access/level.ts'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const place = { template: z.string(), language: z.string() }

const eventsOf = <Of extends Level>(level: Of) => ({
  set: defineEvent(
    `${level}.customtext.set`,
    z.strictObject({ ...place, key: z.string(), text: z.string() }),
  ),
  removed: defineEvent(`${level}.customtext.removed`, z.strictObject({ ...place, key: z.string() })),
  reset: defineEvent(`${level}.customtext.template.removed`, z.strictObject(place)),
})

/** Texts of messages and login pages, by level: one event per text that changes, and the reset of a whole template. */
export const customTextEvents = { instance: eventsOf('instance'), org: eventsOf('org') }

export type CustomTextEvent = EventOf<typeof customTextEvents>
