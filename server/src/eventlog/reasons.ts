import { z } from 'zod'
import { defineEvent } from '../kernel/events.ts'
import type { EventBody, Facet } from '../kernel/facet.ts'

/** Why the change was made that the events before it in the same commit record; the words are the caller's. */
export const reasonGiven = defineEvent('reason.given', z.strictObject({ reason: z.string() }))

/** Owns the reasons on streams of these types. They have no state: only readers of the log see them. */
export function reasonsFacet(streams: readonly string[]): Facet<null> {
  return { name: 'reasons', streams, events: [reasonGiven], initial: null, evolve: (state) => state }
}

/** The place of a reason among the events of one unit of work: it is kept once, and only beside a change. */
export interface PlacedReason {
  /** Returns the events to append to a stream, with the reason behind them if it belongs there. */
  after(stream: { readonly key: string }, events: readonly EventBody[]): readonly EventBody[]
  /** Returns the reason if it has found no place yet. */
  left(): readonly EventBody[]
}

const none: PlacedReason = { after: (_, events) => events, left: () => [] }

/** Places a reason behind the first events of the primary stream, which the act is about; of the first changed stream if there is none. */
export function placeReason(reason: string | undefined, primaryKey: string | undefined): PlacedReason {
  if (reason === undefined) return none
  let isPlaced = false
  return {
    after(stream, events) {
      const isElsewhere = primaryKey !== undefined && stream.key !== primaryKey
      if (isPlaced || events.length === 0 || isElsewhere) return events
      isPlaced = true
      return [...events, reasonGiven({ reason })]
    },
    left: () => (isPlaced ? [] : [reasonGiven({ reason })]),
  }
}
