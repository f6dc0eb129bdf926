import { z } from 'zod'
import { defineEvent, type EventValue } from '../../kernel/events.ts'
import { type FlagLevel, type FlagValue, flagsOf } from './flags.ts'

type FlagSet = EventValue<string, { readonly value: FlagValue }>

const eventsOf = (level: FlagLevel) => ({
  /** By the name of the flag. */
  set: new Map<string, FlagSet>(
    flagsOf[level].map(({ name, event, schema }) => [
      name,
      defineEvent(`feature.${level}.${event}.set`, z.strictObject({ value: schema })),
    ]),
  ),
  /** The level has no value of its own any more. */
  reset: defineEvent(`feature.${level}.reset`, z.strictObject({})),
})

/** Flags are set and reset on the system and on instances. */
export const flagEvents = { system: eventsOf('system'), instance: eventsOf('instance') }
