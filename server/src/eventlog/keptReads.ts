import { LRUCache } from 'lru-cache'
import type { StreamRef } from '../kernel/facet.ts'

/**
 * The streams from which a value was read: those of the system, and those of its instance, but of the types in `byId` only the ones with
 * the ids. So a type that nobody thought of makes a value be read too often, not too seldom.
 */
export interface ReadFrom {
  readonly instanceId: string
  readonly byId: Readonly<Record<string, readonly string[]>>
  /** Types of events that count in streams of any id, such as those that name users for a value that was found by a name. */
  readonly events?: ReadonlySet<string> | undefined
}

/** A read whose value may be kept. It must not depend on the time or on tables that change without events. */
export interface ConfirmedRead<Value> {
  /** Names what is read. Values of each kind are kept apart, so that strangers who choose many keys of one displace no others. */
  readonly kind: string
  /** Unique within the kind. */
  readonly key: string
  load(): Promise<Value>
  /** undefined: the value is not kept. */
  readFrom(value: Value): ReadFrom | undefined
}

export type NamedRead = Pick<ConfirmedRead<unknown>, 'kind' | 'key'>

/** Returns the value of a read, kept or loaded. */
export type Read = <Value>(read: ConfirmedRead<Value>) => Promise<Value>

/** Thrown by work that may not go on with values that do not hold any more; the request runs again. */
export class UnconfirmedError extends Error {
  override readonly name = 'UnconfirmedError'
}

/** A new event. */
export interface NewEvent extends StreamRef {
  readonly eventType: string
}

/** A value and the streams that it was read from. */
export interface KeptRead extends ReadFrom {
  readonly value: unknown
}

/** Values by key, found by the streams that they were read from. */
export interface KeptReads {
  get(key: string): KeptRead | undefined
  keep(key: string, read: KeptRead): void
  /** Drops the values that a new event may have changed. */
  drop(event: NewEvent): void
  dropInstance(instanceId: string): void
  clear(): void
}

/** The instance of streams that are about all instances. */
const system = ''

/** Whether an event may have changed a value. */
export function isReadFrom({ instanceId, byId, events }: ReadFrom, event: NewEvent): boolean {
  if (event.instanceId === system) return true
  if (event.instanceId !== instanceId) return false
  if (events?.has(event.eventType)) return true
  return byId[event.type]?.includes(event.id) ?? true
}

/** The keys of the values of one instance. */
interface InstanceKeys {
  /** By the types that the values name in `byId`. */
  readonly byTypes: Map<string, Set<string>>
  readonly byStream: Map<string, Set<string>>
  readonly byEvents: Map<ReadonlySet<string>, Set<string>>
}

/** Opens an empty cache of at most `max` values; the least recently used one is dropped first, and each after `lifetime` milliseconds. */
export function keptReads({ max, lifetime }: { readonly max: number; readonly lifetime: number }): KeptReads {
  const instances = new Map<string, InstanceKeys>()
  const values = new LRUCache<string, KeptRead>({
    max,
    ttl: lifetime,
    ttlResolution: 100,
    dispose: (read, key) => {
      const own = instances.get(read.instanceId)
      if (own === undefined) return
      remove(own.byTypes, typesOf(read), key)
      for (const stream of streamsOf(read)) remove(own.byStream, stream, key)
      if (read.events) remove(own.byEvents, read.events, key)
      if (own.byTypes.size === 0) instances.delete(read.instanceId)
    },
  })
  const deleteAll = (keys: Iterable<string>) => {
    for (const key of [...keys]) values.delete(key)
  }
  return {
    get: (key) => values.get(key),
    keep(key, read) {
      values.set(key, read)
      const own = instances.get(read.instanceId) ?? noKeys()
      instances.set(read.instanceId, own)
      add(own.byTypes, typesOf(read), key)
      for (const stream of streamsOf(read)) add(own.byStream, stream, key)
      if (read.events) add(own.byEvents, read.events, key)
    },
    drop({ instanceId, type, id, eventType }) {
      if (instanceId === system) return values.clear()
      const own = instances.get(instanceId)
      if (own === undefined) return
      for (const [types, keys] of own.byTypes) if (!types.includes(` ${type} `)) deleteAll(keys)
      for (const [events, keys] of own.byEvents) if (events.has(eventType)) deleteAll(keys)
      deleteAll(own.byStream.get(`${type} ${id}`) ?? [])
    },
    dropInstance(instanceId) {
      for (const keys of instances.get(instanceId)?.byTypes.values() ?? []) deleteAll(keys)
    },
    clear: () => values.clear(),
  }
}

function noKeys(): InstanceKeys {
  return { byTypes: new Map(), byStream: new Map(), byEvents: new Map() }
}

/** Types of streams have no spaces. */
function typesOf({ byId }: ReadFrom): string {
  return ` ${Object.keys(byId).join(' ')} `
}

function streamsOf({ byId }: ReadFrom): string[] {
  return Object.entries(byId).flatMap(([type, ids]) => ids.map((id) => `${type} ${id}`))
}

function add<Name>(keys: Map<Name, Set<string>>, name: Name, key: string): void {
  const known = keys.get(name)
  if (known === undefined) keys.set(name, new Set([key]))
  else known.add(key)
}

function remove<Name>(keys: Map<Name, Set<string>>, name: Name, key: string): void {
  const known = keys.get(name)
  known?.delete(key)
  if (known?.size === 0) keys.delete(name)
}
