import { z } from 'zod'
import type { EventSchemas } from '../../kernel/facet.ts'

/** Whose texts are meant: the instance's count for every organization that has none of its own. */
export type Level = 'instance' | 'org'

const place = { template: z.string(), language: z.string() }

/** What happens to the texts of messages and login pages: one event per text that changes. */
export const customTextEvents: EventSchemas = Object.fromEntries(
  ['instance', 'org'].flatMap((level) => [
    [`${level}.customtext.set`, z.strictObject({ ...place, key: z.string(), text: z.string() })],
    [`${level}.customtext.removed`, z.strictObject({ ...place, key: z.string() })],
    [`${level}.customtext.template.removed`, z.strictObject(place)],
  ]),
)
