/** A set of physical row addresses (`ctid`), a few bytes each, so that millions fit in memory. */
export interface TupleSet {
  add(ctid: string): void
  has(ctid: string): boolean
  readonly size: number
}

// A page of 8 kB holds at most 291 rows; ten words have room for 320.
const words = 10

/** Creates an empty set. */
export function tupleSet(): TupleSet {
  const pages = new Map<number, Uint32Array>()
  let size = 0
  const locate = (ctid: string): [page: number, word: number, bit: number] => {
    const comma = ctid.indexOf(',')
    const offset = Number(ctid.slice(comma + 1, -1))
    return [Number(ctid.slice(1, comma)), offset >>> 5, 1 << (offset & 31)]
  }
  return {
    add(ctid) {
      const [number, word, bit] = locate(ctid)
      const page = pages.get(number) ?? new Uint32Array(words)
      pages.set(number, page)
      const before = page[word] ?? 0
      if ((before & bit) === 0) size++
      page[word] = before | bit
    },
    has(ctid) {
      const [number, word, bit] = locate(ctid)
      return ((pages.get(number)?.[word] ?? 0) & bit) !== 0
    },
    get size() {
      return size
    },
  }
}
