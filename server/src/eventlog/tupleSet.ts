/** A set of physical row addresses (`ctid`), a few bytes each, so that millions fit in memory. */
export interface TupleSet {
  add(ctid: string): void
  has(ctid: string): boolean
  readonly size: number
}

// A page of 8 kB holds at most 291 rows; ten words have room for 320.
const words = 10
/** Pages that share an array, because an array for each would take many times its content. */
const pagesTogether = 256

/** Creates an empty set. */
export function tupleSet(): TupleSet {
  const arrays = new Map<number, Uint32Array>()
  let size = 0
  const locate = (ctid: string): [array: number, word: number, bit: number] => {
    const comma = ctid.indexOf(',')
    const page = Number(ctid.slice(1, comma))
    const offset = Number(ctid.slice(comma + 1, -1))
    const word = (page % pagesTogether) * words + (offset >>> 5)
    return [Math.floor(page / pagesTogether), word, 1 << (offset & 31)]
  }
  return {
    add(ctid) {
      const [number, word, bit] = locate(ctid)
      const array = arrays.get(number) ?? new Uint32Array(pagesTogether * words)
      arrays.set(number, array)
      const before = array[word] ?? 0
      if ((before & bit) === 0) size++
      array[word] = before | bit
    },
    has(ctid) {
      const [number, word, bit] = locate(ctid)
      return ((arrays.get(number)?.[word] ?? 0) & bit) !== 0
    },
    get size() {
      return size
    },
  }
}
