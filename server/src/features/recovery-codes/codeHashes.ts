import { timingSafeEqual } from 'node:crypto'
import { randomBytes } from '../../kernel/crypto/randomBytes.ts'
import { type HashingTurn, stretchCode } from '../passwords/index.ts'
import { parseRecoveryCode } from './recoveryCode.ts'

/** The first byte of stored hashes: how the rest was made. */
const form = 1
const saltBytes = 16
const hashBytes = 32

/**
 * Returns the stored form of a set: one salt, and the slow hash of each code. Codes are below the 112 bits for which a plain digest would
 * do (ASVS 6.5.2, NIST SP 800-63B-4 §3.1.2.2). They are random and share no text, so one salt a set is enough, and a check costs one hash.
 * With the stored form of a set before, the new codes follow those of that set.
 */
export async function hashCodes(
  shown: readonly string[],
  turn: HashingTurn,
  before: Uint8Array = Buffer.concat([Buffer.of(form), randomBytes(saltBytes)]),
): Promise<Buffer> {
  const salt = saltOf(before)
  const hashes = await Promise.all(
    shown.map((code) => stretchCode(parseRecoveryCode(code) ?? '', salt, turn)),
  )
  return Buffer.concat([before, ...hashes])
}

/** Returns the position of a parsed code in a stored set; undefined if it is none of them. Compares with all of them in constant time. */
export async function positionOfCode(
  stored: Uint8Array,
  code: string,
  turn: HashingTurn,
): Promise<number | undefined> {
  const hash = await stretchCode(code, saltOf(stored), turn)
  let found: number | undefined
  for (let at = 0, from = 1 + saltBytes; from < stored.length; at += 1, from += hashBytes) {
    if (timingSafeEqual(hash, stored.subarray(from, from + hashBytes))) found = at
  }
  return found
}

function saltOf(stored: Uint8Array): Uint8Array {
  if (stored[0] !== form) throw new Error('recovery codes are stored in an unknown form')
  return stored.subarray(1, 1 + saltBytes)
}
