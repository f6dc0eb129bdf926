import type { EventBody, Facet, Recorded } from '../kernel/facet.ts'
import type { Json } from '../kernel/json.ts'
import type { Registry } from './registry.ts'
import { evolveSnapshot, type Snapshot, stateOf } from './snapshot.ts'
import type { Stream } from './types.ts'

/** An event with its link of the hash chain. */
export interface RecordedEvent {
  readonly event: Recorded
  readonly hash: Uint8Array
}

/** A stream inside a unit of work: as it was loaded, and as the appended events make it. */
export interface TrackedStream extends Stream {
  readonly loaded: Snapshot
  readonly current: Snapshot
  readonly events: readonly RecordedEvent[]
  /** Moves every facet and the stream's own data by one event, which it answers as recorded, with its hash. */
  record(event: EventBody, by: { creator: string; createdAt: string; owner: string }): RecordedEvent
}

/** Follows a loaded snapshot through a unit of work. */
export function trackStream(loaded: Snapshot, registry: Registry): TrackedStream {
  const entries = registry.entries(loaded.info.type)
  const events: RecordedEvent[] = []
  let current = loaded
  return {
    instanceId: loaded.info.instanceId,
    type: loaded.info.type,
    id: loaded.info.id,
    get owner() {
      return current.info.owner
    },
    get sequence() {
      return current.info.sequence
    },
    get createdAt() {
      return current.info.createdAt
    },
    get changedAt() {
      return current.info.changedAt
    },
    loaded,
    get current() {
      return current
    },
    events,
    state<State extends Json>(facet: Facet<State>): State {
      const entry = entries.find((one) => one.facet.name === facet.name)
      if (entry === undefined) {
        throw new Error(`facet ${facet.name} is not registered for streams of type ${loaded.info.type}`)
      }
      return stateOf(current, entry) as State
    },
    record({ type, payload }, { creator, createdAt, owner }) {
      registry.check(loaded.info.type, type, payload)
      const event: Recorded = { type, payload, sequence: current.info.sequence + 1, createdAt, creator }
      current = evolveSnapshot(current, entries, event, owner)
      const recorded = { event, hash: current.hash }
      events.push(recorded)
      return recorded
    },
  }
}
