// A page of 8 kB holds at most 291 rows; ten words have room for 320.
const words = 10
/** Pages that share an array, because an array for each would take many times its content. */
const pagesTogether = 256

/** A set of physical row addresses (`ctid`), a few bytes each, so that millions fit in memory. */
export class TupleSet {
  readonly #arrays = new Map<number, Uint32Array>()
  #size = 0

  add(ctid: string): void {
    const [number, word, bit] = locate(ctid)
    const array = this.#arrays.get(number) ?? new Uint32Array(pagesTogether * words)
    this.#arrays.set(number, array)
    const before = array[word] ?? 0
    if ((before & bit) === 0) this.#size++
    array[word] = before | bit
  }

  has(ctid: string): boolean {
    const [number, word, bit] = locate(ctid)
    return ((this.#arrays.get(number)?.[word] ?? 0) & bit) !== 0
  }

  get size(): number {
    return this.#size
  }
}

function locate(ctid: string): [array: number, word: number, bit: number] {
  const comma = ctid.indexOf(',')
  const page = Number(ctid.slice(1, comma))
  const offset = Number(ctid.slice(comma + 1, -1))
  const word = (page % pagesTogether) * words + (offset >>> 5)
  return [Math.floor(page / pagesTogether), word, 1 << (offset & 31)]
}
