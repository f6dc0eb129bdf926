import type { EventBody, Facet, Recorded } from '../kernel/facet.ts'
import type { Json } from '../kernel/json.ts'
import type { EventChain } from './chain.ts'
import type { Entry, Registry } from './registry.ts'
import { evolveSnapshot, type Snapshot, stateOf } from './snapshot.ts'
import { streamKey } from './streamRow.ts'
import type { Stream } from './types.ts'

/** An event with its hash in the chain. */
export interface RecordedEvent {
  readonly event: Recorded
  /** Of its payload. */
  readonly revision: number
  readonly hash: string
}

/** A stream in a unit of work: its loaded snapshot and the current one, after the appended events. */
export class TrackedStream implements Stream {
  readonly loaded: Snapshot
  readonly begun: boolean
  readonly events: RecordedEvent[] = []
  readonly #entries: readonly Entry[]
  readonly #registry: Registry
  readonly #chain: EventChain
  #current: Snapshot
  #key: string | undefined

  /** `key` is the `streamKey`, if the caller has it. */
  constructor(
    loaded: Snapshot,
    { registry, chain }: { readonly registry: Registry; readonly chain: EventChain },
    { key, begun = false }: { readonly key?: string; readonly begun?: boolean } = {},
  ) {
    this.loaded = loaded
    this.begun = begun
    this.#key = key
    this.#current = loaded
    this.#registry = registry
    this.#chain = chain
    this.#entries = registry.entries(loaded.info.type)
  }

  get instanceId(): string {
    return this.loaded.info.instanceId
  }

  get type(): string {
    return this.loaded.info.type
  }

  get id(): string {
    return this.loaded.info.id
  }

  get owner(): string {
    return this.#current.info.owner
  }

  get sequence(): number {
    return this.#current.info.sequence
  }

  get createdAt(): string {
    return this.#current.info.createdAt
  }

  get changedAt(): string {
    return this.#current.info.changedAt
  }

  /** Its `streamKey`, always the same string: maps keep every distinct one until the next full collection. */
  get key(): string {
    this.#key ??= streamKey(this.loaded.info)
    return this.#key
  }

  get current(): Snapshot {
    return this.#current
  }

  state<State extends Json>(facet: Facet<State>): State {
    const entry = this.#entries.find((one) => one.facet.name === facet.name)
    if (entry === undefined) {
      throw new Error(`facet ${facet.name} is not registered for streams of type ${this.type}`)
    }
    return stateOf(this.#current, entry) as State
  }

  /** Applies one event to all facets and returns it as recorded, with its hash. */
  record(
    { type, payload }: EventBody,
    { creator, createdAt, owner }: { creator: string; createdAt: string; owner: string },
  ): RecordedEvent {
    const revision = this.#registry.check(this.type, type, payload)
    const event: Recorded = { type, payload, sequence: this.sequence + 1, createdAt, creator }
    const { info, hash: previous } = this.#current
    const stream = info.sequence === 0 ? { ...info, owner } : info
    const hash = this.#chain.next(previous, { stream, event, revision })
    this.#current = evolveSnapshot(this.#current, this.#entries, event, owner, hash)
    const recorded = { event, revision, hash }
    this.events.push(recorded)
    return recorded
  }
}
