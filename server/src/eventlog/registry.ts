import type { Facet } from '../kernel/facet.ts'
import { type Json, type JsonObject, sameJson } from '../kernel/json.ts'
import type { LogSchema, Reaction } from './types.ts'

/** A facet of a stream type. */
export interface Entry {
  readonly facet: Facet<Json>
  /** Its place among them. */
  readonly at: number
}

/** What features registered, indexed by how the log asks for it. */
export interface Registry {
  /** The facets of a stream type; throws for a type nobody registered. */
  entries(streamType: string): readonly Entry[]
  reactions(eventType: string): readonly Reaction[]
  /** Throws unless the event has an owner on this stream type and its payload is exactly what the schema says. */
  check(streamType: string, eventType: string, payload: JsonObject): void
  /** Stream types in order. */
  readonly streamTypes: readonly string[]
}

/** Builds the registry; throws when two facets share a name or an event type has two owners. */
export function buildRegistry(schema: LogSchema): Registry {
  const byStream = new Map<string, Entry[]>()
  const names = new Set<string>()
  const owners = new Map<string, Facet<Json>>()
  for (const facet of schema.facets) {
    if (names.has(facet.name)) throw new Error(`two facets are named ${facet.name}`)
    names.add(facet.name)
    for (const type of Object.keys(facet.events)) {
      const other = owners.get(type)
      if (other) throw new Error(`event type ${type} belongs to both ${other.name} and ${facet.name}`)
      owners.set(type, facet)
    }
    for (const stream of facet.streams) {
      const entries = byStream.get(stream) ?? []
      const entry = { facet, at: entries.length }
      byStream.set(stream, [...entries, entry])
    }
  }
  const reactions = new Map<string, Reaction[]>()
  for (const reaction of schema.reactions) {
    for (const type of reaction.on) reactions.set(type, [...(reactions.get(type) ?? []), reaction])
  }
  return {
    streamTypes: [...byStream.keys()].sort(),
    entries(streamType) {
      const entries = byStream.get(streamType)
      if (entries === undefined) throw new Error(`no facet is registered for streams of type ${streamType}`)
      return entries
    },
    reactions: (eventType) => reactions.get(eventType) ?? [],
    check(streamType, eventType, payload) {
      const owner = owners.get(eventType)
      if (owner === undefined) throw new Error(`event type ${eventType} has no owner`)
      if (!owner.streams.includes(streamType)) {
        throw new Error(`event type ${eventType} does not belong on streams of type ${streamType}`)
      }
      const parsed = owner.events[eventType]?.safeParse(payload)
      if (!parsed?.success) {
        const where = parsed?.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`).join(', ')
        throw new Error(`the payload of ${eventType} does not match its schema: ${where}`)
      }
      if (!sameJson(parsed.data as Json, payload)) {
        throw new Error(
          `the payload of ${eventType} holds more than its schema says, or a default is missing`,
        )
      }
    },
  }
}
