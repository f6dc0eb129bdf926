import { hash } from 'node:crypto'
import { hash64 } from './hash64.ts'

/** The checksum of portable PHP hashes: a salted digest, stretched 2^`costLog2` times (phpass with MD5, Drupal 7 with SHA-512). */
export function stretched(
  algorithm: 'md5' | 'sha512',
  password: Buffer,
  salt: string,
  costLog2: number,
): string {
  let current = hash(algorithm, Buffer.concat([Buffer.from(salt), password]), 'buffer')
  for (let round = 0; round < 2 ** costLog2; round++) {
    current = hash(algorithm, Buffer.concat([current, password]), 'buffer')
  }
  return hash64(current)
}
