/** The most that a collection of entries may hold. */
export interface Bounds {
  readonly entries: number
  /** Of all names and values together. */
  readonly bytes: number
}

/** The metadata of one user or organization; every change of its owner writes it again. */
export const metadataBounds: Bounds = { entries: 1000, bytes: 524_288 }

/** Whether a collection holds at most as many entries and bytes as its bounds say; values are counted in bytes. */
export function isWithin(entries: Iterable<readonly [name: string, bytes: number]>, bounds: Bounds): boolean {
  let count = 0
  let total = 0
  for (const [name, bytes] of entries) {
    count += 1
    total += Buffer.byteLength(name) + bytes
    if (count > bounds.entries || total > bounds.bytes) return false
  }
  return true
}

/** Returns the number of bytes that a base64 text stands for. */
export function base64Bytes(text: string): number {
  return Buffer.byteLength(text, 'base64')
}
