import type { EventDefinition } from './events.ts'
import type { Json, JsonObject } from './json.ts'
import type { Refusal } from './refusal.ts'

/** An event before it is appended: its public name and payload, which names secrets by id only. */
export interface EventBody<Type extends string = string, Payload extends JsonObject = JsonObject> {
  readonly type: Type
  readonly payload: Payload
}

/** An appended event. `sequence` starts at 1 and counts the events of its stream. */
export type Recorded<Event extends EventBody = EventBody> = Event & {
  readonly sequence: number
  /** ISO 8601, UTC, in the form of `Instant`: microseconds unless they are 0, then milliseconds. */
  readonly createdAt: string
  /** The cause: a user's id, a system user's name, or `system`. */
  readonly creator: string
}

/** Names a stream, one aggregate of an instance; types are `instance`, `org`, `user`, `session` and so on. */
export interface StreamRef {
  readonly instanceId: string
  readonly type: string
  readonly id: string
}

/** The constant properties of a stream, the only ones that a facet may use to render index rows. */
export interface StreamOrigin extends StreamRef {
  /** The resource owner: an organization's id, or the instance's. */
  readonly owner: string
  /** ISO 8601, of the first event. */
  readonly createdAt: string
}

/** A stream's origin and position. */
export interface StreamInfo extends StreamOrigin {
  readonly sequence: number
  /** ISO 8601, of the last event. */
  readonly changedAt: string
}

/** Rows by table. Each row holds every column of its table, `instance_id` included; bytes as `\x…` hex. */
export type IndexRows = Readonly<Record<string, readonly JsonObject[]>>

/**
 * One feature's part of a stream's state. `evolve` is called for the events that the facet owns or hears, in order; the
 * type parameter `Event` is their union.
 */
export interface Facet<State extends Json = Json, Event extends EventBody = EventBody> {
  /** Unique; the key of the state inside the snapshot. */
  readonly name: string
  /** The stream types that carry this facet. */
  readonly streams: readonly string[]
  /** The events that this facet owns; each event type has one owner. */
  readonly events: readonly EventDefinition<Event['type']>[]
  /** Events of other facets that `evolve` also receives. */
  readonly hears?: readonly EventDefinition<Event['type']>[]
  /** Counts from 1 and grows whenever the same events give another state, rows or secrets than before. */
  readonly revision?: number
  readonly initial: State
  evolve(state: State, event: Recorded<Event>): State
  /** Rendered again only if `evolve` returns another state. */
  rows?(state: State, stream: StreamOrigin): IndexRows
  /** Ids of the secrets that this state refers to. An id that leaves the list is deleted in the same append. */
  secrets?(state: State): readonly string[]
}

/** The result of a pure command: events to append (none: nothing to do) or a refusal. */
export type Decision<Event extends EventBody = EventBody, Refused extends Refusal = Refusal> =
  | readonly Event[]
  | Refused
