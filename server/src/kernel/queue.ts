/** The place of an item in a queue. */
export interface Place<Item> {
  item: Item | undefined
  before: Place<Item> | undefined
  after: Place<Item> | undefined
}

/**
 * Items in the order of their arrival, each of which may leave at any time. For what comes and goes with each request, instead of a `Map`
 * or `Set`: V8 links their outgrown tables to the next one, so once one is old everything that they held lives until the next
 * major collection (`findings/queues-of-sets-outlive-scavenges.sh`). A place that was left refers to nothing.
 */
export class Queue<Item> {
  #first: Place<Item> | undefined
  #last: Place<Item> | undefined

  get first(): Item | undefined {
    return this.#first?.item
  }

  add(item: Item): Place<Item> {
    const place: Place<Item> = { item, before: this.#last, after: undefined }
    if (this.#last === undefined) this.#first = place
    else this.#last.after = place
    this.#last = place
    return place
  }

  /** Removes and returns the item that has been here longest. */
  take(): Item | undefined {
    const place = this.#first
    const item = place?.item
    if (place !== undefined) this.remove(place)
    return item
  }

  /** Removes the item at a place of this queue; returns whether it was still there. */
  remove(place: Place<Item>): boolean {
    const { before, after } = place
    if (place.item === undefined) return false
    if (before === undefined) this.#first = after
    else before.after = after
    if (after === undefined) this.#last = before
    else after.before = before
    place.item = undefined
    place.before = undefined
    place.after = undefined
    return true
  }

  /** The items by their arrival. The one that was given last may be removed meanwhile. */
  *[Symbol.iterator](): Generator<Item> {
    for (let place = this.#first; place?.item !== undefined; ) {
      const next: Place<Item> | undefined = place.after
      yield place.item
      place = next
    }
  }
}
