import { hash } from 'node:crypto'
import { hash64 } from './hash64.ts'

const digests = { '5': { name: 'sha256', size: 32 }, '6': { name: 'sha512', size: 64 } } as const

/**
 * The checksum of a `$5$` or `$6$` hash (Unix crypt using SHA-256 and SHA-512, U. Drepper, version 0.6).
 * Salts count up to their 16th byte.
 */
export function shaCrypt(kind: '5' | '6', password: Buffer, salt: string, rounds: number): string {
  const { name, size } = digests[kind]
  const digest = (...parts: readonly Uint8Array[]) => hash(name, Buffer.concat(parts), 'buffer')
  const saltBytes = Buffer.from(salt).subarray(0, 16)
  const inner = digest(password, saltBytes, password)
  let current = digest(password, saltBytes, cycle(inner, password.length), ...byBits(password, inner))
  const p = cycle(digest(...Array<Buffer>(password.length).fill(password)), password.length)
  const repeats = 16 + (current[0] ?? 0)
  const s = cycle(digest(...Array<Buffer>(repeats).fill(saltBytes)), saltBytes.length)
  const layouts = layoutsOf(p, s, size)
  let text = current.toString('binary')
  for (let round = 0; round < rounds; round++) {
    const index = (round % 2 === 1 ? 4 : 0) + (round % 3 !== 0 ? 2 : 0) + (round % 7 !== 0 ? 1 : 0)
    const { input, at } = layouts[index] as Layout
    input.write(text, at, 'binary')
    text = hash(name, input, 'binary')
  }
  current = Buffer.from(text, 'binary')
  return hash64(kind === '6' ? shuffle512(current) : shuffle256(current)).slice(0, Math.ceil((size * 8) / 6))
}

/** The input of a round; the digest of the round before goes to `at`. */
interface Layout {
  readonly input: Buffer
  readonly at: number
}

/**
 * The eight inputs that rounds can have, by `4 × odd + 2 × salted + 1 × with the password twice`. Digests are written into them as strings: a buffer
 * for each round takes longer than the digest itself.
 */
function layoutsOf(p: Buffer, s: Buffer, size: number): readonly Layout[] {
  const current = Buffer.alloc(size)
  return [0, 1, 2, 3, 4, 5, 6, 7].map((index) => {
    const odd = index >= 4
    const middle = [...((index & 2) === 2 ? [s] : []), ...((index & 1) === 1 ? [p] : [])]
    const input = Buffer.concat([odd ? p : current, ...middle, odd ? current : p])
    return { input, at: odd ? input.length - size : 0 }
  })
}

/** For each bit of the length, lowest first: the inner digest for a 1, the password for a 0. */
function byBits(password: Buffer, inner: Buffer): readonly Buffer[] {
  const parts: Buffer[] = []
  for (let bits = password.length; bits > 0; bits >>= 1) parts.push((bits & 1) === 1 ? inner : password)
  return parts
}

function cycle(bytes: Buffer, length: number): Buffer {
  return length === 0 ? Buffer.alloc(0) : Buffer.alloc(length, bytes)
}

/** Triples (0,21,42), (22,43,1), (44,2,23) and so on, then byte 63; each triple is written last byte first. */
function shuffle512(bytes: Buffer): Buffer {
  return shuffle(bytes, [0, 21, 42], ([a, b, c]) => [b + 1, c + 1, a + 1], 21, [63])
}

/** Triples (0,10,20), (21,1,11), (12,22,2) and so on, then bytes 31 and 30. */
function shuffle256(bytes: Buffer): Buffer {
  return shuffle(bytes, [0, 10, 20], ([a, b, c]) => [c + 1, a + 1, b + 1], 10, [30, 31])
}

type Triple = readonly [number, number, number]

function shuffle(
  bytes: Buffer,
  first: Triple,
  next: (triple: Triple) => Triple,
  count: number,
  rest: readonly number[],
): Buffer {
  const order: number[] = []
  let triple = first
  for (let each = 0; each < count; each++, triple = next(triple)) order.push(triple[2], triple[1], triple[0])
  return Buffer.from([...order, ...rest].map((at) => bytes[at] ?? 0))
}
