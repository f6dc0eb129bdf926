import type { EventDefinition } from '../kernel/events.ts'
import type { EventBody, Facet, IndexRows, StreamOrigin } from '../kernel/facet.ts'

/** Renders the row of a stream that an event ended at this instant (ISO 8601), for the retention to find. */
export function rowOfEnded({ instanceId, type, id }: StreamOrigin, diedAt: string): IndexRows {
  return {
    dead_streams: [{ instance_id: instanceId, stream_type: type, stream_id: id, died_at: diedAt }],
  }
}

/** A facet that lists a stream as dead from the first of these events on. Its state is the instant of the end. */
export function endFacet(
  name: string,
  stream: string,
  ends: readonly EventDefinition[],
): Facet<string | null, EventBody> {
  return {
    name,
    streams: [stream],
    events: [],
    hears: ends,
    initial: null,
    evolve: (diedAt, { createdAt }) => diedAt ?? createdAt,
    rows: (diedAt, origin) => (diedAt === null ? {} : rowOfEnded(origin, diedAt)),
  }
}
