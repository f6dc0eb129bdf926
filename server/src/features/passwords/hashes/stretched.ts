import { hash } from 'node:crypto'
import { hash64 } from './hash64.ts'

const sizes = { md5: 16, sha512: 64 } as const

/** The checksum of portable PHP hashes: a salted digest, stretched 2^`costLog2` times (phpass with MD5, Drupal 7 with SHA-512). */
export function stretched(
  algorithm: 'md5' | 'sha512',
  password: Buffer,
  salt: string,
  costLog2: number,
): string {
  // Digests as strings: a buffer for each round takes longer than the digest itself.
  let current = hash(algorithm, Buffer.concat([Buffer.from(salt), password]), 'binary')
  const input = Buffer.concat([Buffer.alloc(sizes[algorithm]), password])
  for (let round = 0; round < 2 ** costLog2; round++) {
    input.write(current, 0, 'binary')
    current = hash(algorithm, input, 'binary')
  }
  return hash64(Buffer.from(current, 'binary'))
}
