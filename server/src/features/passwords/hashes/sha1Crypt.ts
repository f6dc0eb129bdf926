import { hash } from 'node:crypto'
import { hash64 } from './hash64.ts'

const blockSize = 64
const digestSize = 20
const order = [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9, 14, 13, 12, 17, 16, 15, 0, 19, 18]

/** The checksum of a `$sha1$` hash (NetBSD): HMAC-SHA-1 with the password as its key, repeated on its own result. */
export function sha1Crypt(password: Buffer, salt: string, rounds: number): string {
  const key = Buffer.alloc(blockSize)
  const short = password.length > blockSize ? hash('sha1', password, 'buffer') : password
  short.copy(key)
  const inner = Buffer.concat([key.map((byte) => byte ^ 0x36), Buffer.alloc(digestSize)])
  const outer = Buffer.concat([key.map((byte) => byte ^ 0x5c), Buffer.alloc(digestSize)])
  const first = Buffer.concat([inner.subarray(0, blockSize), Buffer.from(`${salt}$sha1$${rounds}`)])
  let current = finish(outer, hash('sha1', first, 'binary'))
  for (let round = 1; round < rounds; round++) {
    inner.write(current, blockSize, 'binary')
    current = finish(outer, hash('sha1', inner, 'binary'))
  }
  const bytes = Buffer.from(current, 'binary')
  return hash64(Buffer.from(order.map((at) => bytes[at] ?? 0)))
}

function finish(outer: Buffer, innerDigest: string): string {
  outer.write(innerDigest, blockSize, 'binary')
  return hash('sha1', outer, 'binary')
}
