import { type Place, Queue } from '../../kernel/queue.ts'
import { DomainError, type Refusal } from '../../kernel/refusal.ts'
import { bodyTooSlow, cancelled, overloaded } from './bodyRefusals.ts'

/** The bounds of all request bodies of the process together. */
export interface BodyBounds {
  /** Bytes of bodies that are incomplete or wait to be decoded. */
  readonly held: number
  /** Estimated bytes of the decoded messages of unfinished requests; half of it is for requests over 64 kB. */
  readonly decoded: number
  /** Milliseconds until a body must be complete and its decoding have begun. */
  readonly readTime: number
}

const usualBounds: BodyBounds = { held: 32 * 2 ** 20, decoded: 64 * 2 ** 20, readTime: 30_000 }
/** The estimated bytes of one value in a decoded message. */
const elementCost = 256
/** Smaller requests are decoded at once; larger ones one per iteration of the event loop. */
const smallCost = 64 * 1024

/**
 * Bounds the memory of request bodies over all protocols and connections. If the bytes of incomplete bodies exceed the bound, the
 * oldest body is refused, so that clients that never finish do not keep out those that do.
 */
export class BodyBudget {
  readonly #bounds: BodyBounds
  /** Oldest first. */
  readonly #incomplete = new Queue<BodyHold>()
  readonly #waiting: Waiting[] = []
  readonly #sweeper: NodeJS.Timeout
  #held = 0
  #small = 0
  #large = 0
  #pumping = false

  constructor(bounds: Partial<BodyBounds> = {}) {
    this.#bounds = { ...usualBounds, ...bounds }
    this.#sweeper = setInterval(() => this.#refuseSlow(), Math.min(1000, this.#bounds.readTime / 2)).unref()
  }

  /** Begins to count a body; the caller must release the hold when its request is finished. */
  open(): BodyHold {
    const hold = new BodyHold(this)
    hold.place = this.#incomplete.add(hold)
    return hold
  }

  /** Ends the supervision of slow bodies. */
  close(): void {
    clearInterval(this.#sweeper)
  }

  grow(hold: BodyHold, bytes: number): void {
    if (hold.place === undefined) return
    hold.bytes += bytes
    this.#held += bytes
    for (const oldest of this.#incomplete) {
      if (this.#held <= this.#bounds.held) return
      if (oldest.bytes > 0) this.#evict(oldest, overloaded)
    }
  }

  decode(hold: BodyHold, cost: number): Promise<void> | undefined {
    // What is started after its release would never be returned.
    if (hold.place === undefined) throw cancelled()
    const bound = this.#bounds.decoded / 2
    if (cost > smallCost) {
      return new Promise((resolve, reject) => {
        hold.onEvicted(reject)
        this.#waiting.push({ hold, cost, resolve, reject })
        this.#pump()
      })
    }
    if (this.#small + cost > bound) throw new DomainError(overloaded)
    this.#start(hold, cost)
    return undefined
  }

  release(hold: BodyHold): void {
    this.#forget(hold)
    if (hold.cost > smallCost) {
      this.#large -= hold.cost
      this.#pump()
    } else this.#small -= hold.cost
    hold.cost = 0
  }

  #start(hold: BodyHold, cost: number): void {
    this.#forget(hold)
    hold.cost = cost
    if (cost > smallCost) this.#large += cost
    else this.#small += cost
  }

  /** Starts waiting requests in their order, one per iteration of the event loop, while they fit. */
  #pump(): void {
    if (this.#pumping || this.#waiting.length === 0) return
    this.#pumping = true
    setImmediate(() => {
      this.#pumping = false
      const [next] = this.#waiting
      if (next === undefined) return
      const fits = this.#large === 0 || this.#large + next.cost <= this.#bounds.decoded / 2
      if (!fits && next.hold.place !== undefined) return
      this.#waiting.shift()
      if (next.hold.place !== undefined) {
        this.#start(next.hold, next.cost)
        next.hold.wasQueued = true
        next.resolve()
      } else next.reject(cancelled())
      this.#pump()
    })
  }

  #forget(hold: BodyHold): void {
    if (hold.place === undefined) return
    this.#incomplete.remove(hold.place)
    hold.place = undefined
    this.#held -= hold.bytes
    hold.bytes = 0
  }

  #evict(hold: BodyHold, refusal: Refusal): void {
    this.#forget(hold)
    hold.evict(new DomainError(refusal))
  }

  #refuseSlow(): void {
    const latest = performance.now() - this.#bounds.readTime
    for (const hold of this.#incomplete) {
      if (hold.openedAt > latest) return
      if (!hold.mayStayOpen) this.#evict(hold, hold.complete ? overloaded : bodyTooSlow)
    }
  }
}

interface Waiting {
  readonly hold: BodyHold
  readonly cost: number
  resolve(): void
  reject(reason: unknown): void
}

/** The share of one request in the budget. */
export class BodyHold {
  readonly openedAt = performance.now()
  /** Among the bodies that are incomplete or wait to be decoded. */
  place: Place<BodyHold> | undefined
  /** Bytes that are counted as held. */
  bytes = 0
  /** The counted cost of the decoded message. */
  cost = 0
  /** Whether all bytes have arrived. */
  complete = false
  /** Whether its decoding has waited for an iteration of the event loop of its own. */
  wasQueued = false
  /** Whether the body may take any time: that of a stream of messages. */
  mayStayOpen = false
  readonly #budget: BodyBudget
  #listener: ((reason: DomainError) => void) | undefined
  #evicted: DomainError | undefined

  constructor(budget: BodyBudget) {
    this.#budget = budget
  }

  /** Counts received or decompressed bytes; may evict this or older bodies. */
  grow(bytes: number): void {
    this.#budget.grow(this, bytes)
  }

  /** Sets the listener that is called once if the body is refused, at once if it was already. */
  onEvicted(listener: (reason: DomainError) => void): void {
    this.#listener = listener
    if (this.#evicted !== undefined) listener(this.#evicted)
  }

  evict(reason: DomainError): void {
    this.#evicted = reason
    this.#listener?.(reason)
  }

  /** Waits until a message of this many bytes and elements may be decoded; undefined if at once. Throws if the body was evicted or released. */
  decode(bytes: number, elements: number): Promise<void> | undefined {
    if (this.#evicted !== undefined) throw this.#evicted
    return this.#budget.decode(this, bytes + elementCost * elements)
  }

  /** Returns the share to the budget. */
  release(): void {
    this.#budget.release(this)
  }
}
