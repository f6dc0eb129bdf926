import { randomFillSync } from 'node:crypto'

const pool = Buffer.alloc(4096)
let used = pool.length

/**
 * Bytes of the cryptographic generator, at most 4096. They are drawn in bulk, because every draw costs about as much as
 * sealing a secret; each is handed out once and wiped here.
 */
export function randomBytes(size: number): Buffer {
  if (size > pool.length) throw new Error(`at most ${pool.length} random bytes at a time`)
  if (used + size > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = Buffer.from(pool.subarray(used, used + size))
  pool.fill(0, used, used + size)
  used += size
  return bytes
}
