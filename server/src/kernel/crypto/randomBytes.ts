import { randomFillSync } from 'node:crypto'

const pool = Buffer.alloc(4096)
let used = pool.length

/**
 * Returns at most 4096 bytes of the cryptographic generator. They are generated in bulk, because each call costs about as much
 * as sealing a secret; every byte is returned once and erased from the pool.
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
