import { timingSafeEqual } from 'node:crypto'
import { randomBytes } from '../kernel/crypto/randomBytes.ts'
import { sha256 } from '../kernel/crypto/sha256.ts'

/** Returns a new token secret: 256 random bits. */
export function newTokenSecret(): Buffer {
  return randomBytes(32)
}

/** Returns the stored form of a token: the SHA-256 of its secret's 32 bytes. */
export function tokenDigest(secret: Uint8Array): Buffer {
  return sha256(secret)
}

/** Whether a presented secret belongs to the stored digest, compared in constant time; false without a digest. */
export function matchesDigest(secret: Uint8Array, digest: Uint8Array | undefined): boolean {
  const own = tokenDigest(secret)
  return digest?.length === own.length && timingSafeEqual(own, digest)
}
