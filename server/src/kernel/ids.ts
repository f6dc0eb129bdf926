import { randomBytes } from 'node:crypto'

const epoch = Date.UTC(2024, 0, 1)
let lastMillisecond = 0
let counter = 0
const node = randomBytes(2).readUInt16BE() & 0xfff

/**
 * A new decimal id, unique over processes with overwhelming likelihood and rising with time:
 * 41 bits of milliseconds, 12 bits of a per-process random number, 10 bits of counter.
 * An id names a thing, it protects nothing: secrets come from `randomToken`.
 */
export function newId(): string {
  const now = Date.now()
  if (now > lastMillisecond) {
    lastMillisecond = now
    counter = 0
  } else if (++counter > 0x3ff) {
    lastMillisecond += 1
    counter = 0
  }
  return ((BigInt(lastMillisecond - epoch) << 22n) | (BigInt(node) << 10n) | BigInt(counter)).toString()
}
