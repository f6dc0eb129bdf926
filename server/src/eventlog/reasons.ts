import { z } from 'zod'
import { defineEvent } from '../kernel/events.ts'
import type { EventBody, Facet } from '../kernel/facet.ts'
import type { TrackedStream } from './trackedStream.ts'

/** Why the change was made that the same commit records; the words are the caller's. */
export const reasonGiven = defineEvent('reason.given', z.strictObject({ reason: z.string() }))

/** Owns the reasons on streams of these types. They have no state: only readers of the log see them. */
export function reasonsFacet(streams: readonly string[]): Facet<null> {
  return { name: 'reasons', streams, events: [reasonGiven], initial: null, evolve: (state) => state }
}

/** The place of a reason among the events of one unit of work: it is kept once, and only beside a change. */
export interface PlacedReason {
  /** Returns the events to append to a stream, with the reason if it belongs there. */
  beside(stream: Pick<TrackedStream, 'key' | 'sequence'>, events: readonly EventBody[]): readonly EventBody[]
  /** Returns the reason if it has found no place yet. */
  left(): readonly EventBody[]
}

const none: PlacedReason = { beside: (_, events) => events, left: () => [] }

/**
 * Places a reason before the first events of the primary stream, which the act is about, or of the first changed stream if there is no
 * primary one. The act's own events stay the last ones, whose sequence replies report. A new stream begins with an event of the act.
 */
export function placeReason(reason: string | undefined, primaryKey: string | undefined): PlacedReason {
  if (reason === undefined) return none
  let isPlaced = false
  return {
    beside(stream, events) {
      const isElsewhere = primaryKey !== undefined && stream.key !== primaryKey
      if (isPlaced || events.length === 0 || isElsewhere) return events
      isPlaced = true
      return events.toSpliced(stream.sequence === 0 ? 1 : 0, 0, reasonGiven({ reason }))
    },
    left: () => (isPlaced ? [] : [reasonGiven({ reason })]),
  }
}
