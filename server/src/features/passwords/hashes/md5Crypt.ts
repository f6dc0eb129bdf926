import { hash } from 'node:crypto'
import { hash64 } from './hash64.ts'

const rounds = 1000
const order = [12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4, 11]
const zero = Buffer.alloc(1)

/** The checksum of a `$1$` hash (FreeBSD's MD5 crypt) or with another `magic`, like Apache's `$apr1$`. Salts count up to their 8th byte. */
export function md5Crypt(password: Buffer, magic: string, salt: string): string {
  const digest = (...parts: readonly Uint8Array[]) => hash('md5', Buffer.concat(parts), 'buffer')
  const saltBytes = Buffer.from(salt).subarray(0, 8)
  const inner = digest(password, saltBytes, password)
  const filled = password.length === 0 ? Buffer.alloc(0) : Buffer.alloc(password.length, inner)
  const bits: Uint8Array[] = []
  for (let rest = password.length; rest > 0; rest >>= 1) {
    bits.push((rest & 1) === 1 ? zero : password.subarray(0, 1))
  }
  let current = digest(password, Buffer.from(magic), saltBytes, filled, ...bits)
  for (let round = 0; round < rounds; round++) {
    const odd = round % 2 === 1
    const parts = [odd ? password : current]
    if (round % 3 !== 0) parts.push(saltBytes)
    if (round % 7 !== 0) parts.push(password)
    parts.push(odd ? current : password)
    current = digest(...parts)
  }
  return hash64(Buffer.from(order.map((at) => current[at] ?? 0)))
}
