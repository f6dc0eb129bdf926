import type { EventBody, Facet, StreamInfo } from '../kernel/facet.ts'
import type { Json } from '../kernel/json.ts'

/** The state after these events, one a second. */
export function fold<State extends Json>(
  facet: Facet<State>,
  events: readonly EventBody[],
  from = facet.initial,
): State {
  const received = [...facet.events, ...(facet.hears ?? [])]
  return events.reduce((state, event, at) => {
    if (received.every(({ type }) => type !== event.type)) return state
    const createdAt = new Date(Date.UTC(2026, 10, 21, 0, 0, at)).toISOString()
    return facet.evolve(state, { ...event, sequence: at + 1, createdAt, creator: 'c' })
  }, from)
}

/** A user's stream, for facets that render rows. */
export const userStream: StreamInfo = {
  instanceId: 'i1',
  type: 'user',
  id: 'u1',
  owner: 'o1',
  sequence: 9,
  createdAt: '2026-11-21T00:00:00.000Z',
  changedAt: '2026-11-21T00:00:09.000Z',
}
