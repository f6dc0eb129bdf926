import type { Facet } from '../../kernel/facet.ts'
import { flagEvents } from './events.ts'
import type { FlagValue, FlagValues } from './flags.ts'
import { flagRows } from './rows.ts'

/** The own flags of the system or of an instance. */
export type FlagsState = {
  readonly values: FlagValues
  /** The position of the last change, null before the first. */
  readonly changed: { readonly at: string; readonly sequence: number } | null
}

const levels = Object.values(flagEvents)
const nameOf = new Map(levels.flatMap(({ set }) => [...set].map(([name, { type }]) => [type, name] as const)))

/** The own flags of the system and of instances. */
export const flagsFacet: Facet<FlagsState> = {
  name: 'featureFlags',
  streams: ['instance', 'system'],
  events: levels.flatMap(({ set, reset }) => [...set.values(), reset]),
  initial: { values: {}, changed: null },
  evolve({ values }, { type, payload, createdAt, sequence }) {
    const changed = { at: createdAt, sequence }
    const name = nameOf.get(type)
    if (name === undefined) return { values: {}, changed }
    return { values: { ...values, [name]: payload['value'] as FlagValue }, changed }
  },
  rows: flagRows,
}
