import type { EventDefinition } from '../kernel/events.ts'
import { type EventSchemas, type Facet, isDefinitions, ownedSchemas } from '../kernel/facet.ts'
import { type Json, type JsonObject, sameJson } from '../kernel/json.ts'
import { type FacetRevisions, revisionsMember, revisionsOf } from './revisions.ts'
import type { LogSchema, Reaction } from './types.ts'

/** A facet of a stream type. */
export interface Entry {
  readonly facet: Facet<Json>
  /** Its place among them. */
  readonly at: number
  /** The types of events that `evolve` receives; undefined: all of the stream. */
  readonly receives: ReadonlySet<string> | undefined
}

/** What features registered, indexed by how the log asks for it. */
export interface Registry {
  /** The facets of a stream type; throws for a type nobody registered. */
  entries(streamType: string): readonly Entry[]
  reactions(eventType: string): readonly Reaction[]
  /** The revisions that snapshots of this stream type store; undefined if all are 1. */
  revisions(streamType: string): FacetRevisions | undefined
  /**
   * Returns the current revision of an event that is about to be appended. Throws unless the event has an owner on this
   * stream type and its payload is exactly the schema's.
   */
  check(streamType: string, eventType: string, payload: JsonObject): number
  /** The definition of an event type; undefined if no facet defines it. */
  definition(eventType: string): EventDefinition | undefined
  /** Stream types in order. */
  readonly streamTypes: readonly string[]
}

/**
 * Builds the registry. Throws when two facets share a name, when an event type has two owners, or when a facet or a reaction
 * waits for an event that no facet owns.
 */
export function buildRegistry(schema: LogSchema): Registry {
  const byStream = new Map<string, Entry[]>()
  const names = new Set<string>()
  const owners = new Map<string, { readonly facet: Facet<Json>; readonly schema: EventSchemas[string] }>()
  for (const facet of schema.facets) {
    if (facet.name === revisionsMember) throw new Error(`no facet may be named ${revisionsMember}`)
    if (names.has(facet.name)) throw new Error(`two facets are named ${facet.name}`)
    names.add(facet.name)
    for (const [type, schema] of Object.entries(ownedSchemas(facet))) {
      const other = owners.get(type)
      if (other) throw new Error(`event type ${type} belongs to both ${other.facet.name} and ${facet.name}`)
      owners.set(type, { facet, schema })
    }
    for (const stream of facet.streams) {
      const entries = byStream.get(stream) ?? []
      const entry = { facet, at: entries.length, receives: receivedTypes(facet) }
      byStream.set(stream, [...entries, entry])
    }
  }
  const definitions = new Map(
    schema.facets
      .flatMap(({ events }) => (isDefinitions(events) ? events : []))
      .map((one) => [one.type, one]),
  )
  const revisions = new Map([...byStream].map(([stream, entries]) => [stream, revisionsOf(entries)]))
  const reactions = new Map<string, Reaction[]>()
  for (const reaction of schema.reactions) {
    for (const on of reaction.on) {
      const type = typeof on === 'string' ? on : on.type
      reactions.set(type, [...(reactions.get(type) ?? []), reaction])
    }
  }
  const awaited = [
    ...schema.facets.flatMap(({ name, hears = [] }) =>
      hears.map((event) => ({ by: `facet ${name}`, event })),
    ),
    ...schema.reactions.flatMap(({ on }) =>
      on.flatMap((event) => (typeof event === 'string' ? [] : [{ by: 'a reaction', event }])),
    ),
  ]
  for (const { by, event } of awaited) requireOwner(owners.get(event.type)?.schema, by, event)
  return {
    streamTypes: [...byStream.keys()].sort(),
    entries(streamType) {
      const entries = byStream.get(streamType)
      if (entries === undefined) throw new Error(`no facet is registered for streams of type ${streamType}`)
      return entries
    },
    revisions: (streamType) => revisions.get(streamType),
    definition: (eventType) => definitions.get(eventType),
    reactions: (eventType) => reactions.get(eventType) ?? [],
    check(streamType, eventType, payload) {
      const owner = owners.get(eventType)
      if (owner === undefined) throw new Error(`event type ${eventType} has no owner`)
      if (!owner.facet.streams.includes(streamType)) {
        throw new Error(`event type ${eventType} does not belong on streams of type ${streamType}`)
      }
      const parsed = owner.schema.safeParse(payload)
      if (!parsed.success) {
        const where = parsed.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`).join(', ')
        throw new Error(`the payload of ${eventType} does not match its schema: ${where}`)
      }
      if (!sameJson(parsed.data as Json, payload)) {
        throw new Error(
          `the payload of ${eventType} holds more than its schema says, or a default is missing`,
        )
      }
      return definitions.get(eventType)?.revision ?? 1
    },
  }
}

function receivedTypes({ events, hears = [] }: Facet<Json>): ReadonlySet<string> | undefined {
  return isDefinitions(events) ? new Set([...events, ...hears].map(({ type }) => type)) : undefined
}

/** The owner's own definition must be the one that is awaited: a second one of the same name would have a schema of its own. */
function requireOwner(owned: EventSchemas[string] | undefined, by: string, event: EventDefinition): void {
  if (owned === undefined) throw new Error(`${by} waits for ${event.type}, which no facet owns`)
  if (owned !== event.payload)
    throw new Error(`${by} waits for ${event.type} by another definition than its owner's`)
}
