import type { EventDefinition } from '../kernel/events.ts'
import type { Facet } from '../kernel/facet.ts'
import { type Json, type JsonObject, sameJson } from '../kernel/json.ts'
import { type FacetRevisions, revisionsMember, revisionsOf } from './revisions.ts'
import type { LogSchema, Reaction } from './types.ts'

/** A facet of a stream type. */
export interface Entry {
  readonly facet: Facet<Json>
  /** Its index among the facets of the stream type. */
  readonly at: number
  /** The types of events that `evolve` receives. */
  readonly receives: ReadonlySet<string>
}

/** The registered facets, events and reactions, by stream type and event type. */
export interface Registry {
  /** Returns the facets of a stream type; throws if there are none. */
  entries(streamType: string): readonly Entry[]
  reactions(eventType: string): readonly Reaction[]
  /** Returns the revisions that snapshots of this stream type store; undefined if all are 1. */
  revisions(streamType: string): FacetRevisions | undefined
  /**
   * Returns the current revision of an event type. Throws unless the type has an owner on this stream type and the payload
   * matches its schema exactly.
   */
  check(streamType: string, eventType: string, payload: JsonObject): number
  /** The definition of an event type; undefined if no facet defines it. */
  definition(eventType: string): EventDefinition | undefined
  /** In alphabetical order. */
  readonly streamTypes: readonly string[]
}

/**
 * Builds the registry. Throws if two facets have the same name, if an event type has two owners, or if a facet or a reaction
 * hears an event that no facet owns.
 */
export function buildRegistry(schema: LogSchema): Registry {
  const byStream = new Map<string, Entry[]>()
  const names = new Set<string>()
  const owners = new Map<string, { readonly facet: Facet<Json>; readonly definition: EventDefinition }>()
  for (const facet of schema.facets) {
    if (facet.name === revisionsMember) throw new Error(`no facet may be named ${revisionsMember}`)
    if (names.has(facet.name)) throw new Error(`two facets are named ${facet.name}`)
    names.add(facet.name)
    for (const definition of facet.events) {
      const { type } = definition
      const other = owners.get(type)
      if (other) throw new Error(`event type ${type} belongs to both ${other.facet.name} and ${facet.name}`)
      owners.set(type, { facet, definition })
    }
    for (const stream of facet.streams) {
      const entries = byStream.get(stream) ?? []
      const entry = { facet, at: entries.length, receives: receivedTypes(facet) }
      byStream.set(stream, [...entries, entry])
    }
  }
  const revisions = new Map([...byStream].map(([stream, entries]) => [stream, revisionsOf(entries)]))
  const reactions = new Map<string, Reaction[]>()
  for (const reaction of schema.reactions) {
    for (const { type } of reaction.on) reactions.set(type, [...(reactions.get(type) ?? []), reaction])
  }
  const heard = [
    ...schema.facets.flatMap(({ name, hears = [] }) =>
      hears.map((event) => ({ by: `facet ${name}`, event })),
    ),
    ...schema.reactions.flatMap(({ on }) => on.map((event) => ({ by: 'a reaction', event }))),
  ]
  for (const { by, event } of heard) requireOwner(owners.get(event.type)?.definition, by, event)
  return {
    streamTypes: [...byStream.keys()].sort(),
    entries(streamType) {
      const entries = byStream.get(streamType)
      if (entries === undefined) throw new Error(`no facet is registered for streams of type ${streamType}`)
      return entries
    },
    revisions: (streamType) => revisions.get(streamType),
    definition: (eventType) => owners.get(eventType)?.definition,
    reactions: (eventType) => reactions.get(eventType) ?? [],
    check(streamType, eventType, payload) {
      const owner = owners.get(eventType)
      if (owner === undefined) throw new Error(`event type ${eventType} has no owner`)
      if (!owner.facet.streams.includes(streamType)) {
        throw new Error(`event type ${eventType} does not belong on streams of type ${streamType}`)
      }
      const parsed = owner.definition.payload.safeParse(payload)
      if (!parsed.success) {
        const where = parsed.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`).join(', ')
        throw new Error(`the payload of ${eventType} does not match its schema: ${where}`)
      }
      if (!sameJson(parsed.data as Json, payload)) {
        throw new Error(`the payload of ${eventType} has members that its schema lacks, or lacks a default`)
      }
      return owner.definition.revision
    },
  }
}

function receivedTypes({ events, hears = [] }: Facet<Json>): ReadonlySet<string> {
  return new Set([...events, ...hears].map(({ type }) => type))
}

/** Throws unless the heard definition is the owner's: a second one of the same name could have another schema. */
function requireOwner(owned: EventDefinition | undefined, by: string, event: EventDefinition): void {
  if (owned === undefined) throw new Error(`${by} hears ${event.type}, which no facet owns`)
  if (owned !== event) throw new Error(`${by} hears ${event.type} with a definition that is not its owner's`)
}
