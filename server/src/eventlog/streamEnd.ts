import type { EventDefinition } from '../kernel/events.ts'
import type { EventBody, Facet, IndexRows, StreamOrigin } from '../kernel/facet.ts'
import type { DeadStreams } from './examineDead.ts'

/** Renders the row of a stream that ended at this instant (ISO 8601), for the retention to find. */
function rowOfEnded({ instanceId, type, id }: StreamOrigin, diedAt: string): IndexRows {
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

/** The streams that an `endFacet` lists. */
export function endedStreams(ends: ReturnType<typeof endFacet>): DeadStreams {
  const [type = ''] = ends.streams
  return {
    type,
    sql: `select instance_id, stream_id as id, died_at, died_at as listed_at from dead_streams where stream_type = '${type}'`,
    isDead(stream, before) {
      const diedAt = stream.state(ends)
      return diedAt !== null && new Date(diedAt) < before
    },
  }
}
