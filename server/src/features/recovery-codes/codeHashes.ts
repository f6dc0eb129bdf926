import { timingSafeEqual } from 'node:crypto'
import { randomBytes } from '../../kernel/crypto/randomBytes.ts'
import { opaqueString } from '../../kernel/text/opaqueString.ts'
import { type HashingTurn, stretchCode, verifyPassword } from '../passwords/index.ts'
import { significantCode } from './recoveryCode.ts'

/** The first byte of a stored set: salted hashes of our own making, or these after hashes that another system made. */
const forms = { salted: 1, imported: 2 } as const
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
  before: Uint8Array = emptySet(),
): Promise<Buffer> {
  const { salt } = readSet(before)
  const hashes = await Promise.all(shown.map((code) => stretchCode(significantCode(code), salt, turn)))
  return Buffer.concat([before, ...hashes])
}

/** Returns the stored form of a set that begins with these encoded hashes of another system. */
export function importedSet(encoded: readonly string[]): Buffer {
  if (encoded.length === 0) return emptySet()
  const list = Buffer.from(JSON.stringify(encoded))
  const head = Buffer.of(forms.imported, 0, 0)
  head.writeUInt16BE(list.length, 1)
  return Buffer.concat([head, list, emptySet()])
}

/**
 * Returns the position of a typed code in a stored set; undefined if it is none of them. Compares with all hashes of our own in constant
 * time. A code that is in the set twice has the first position, so it cannot count twice.
 */
export async function positionOfCode(
  stored: Uint8Array,
  typed: string,
  turn: HashingTurn,
): Promise<number | undefined> {
  const { imported, salt, hashes } = readSet(stored)
  for (const [at, encoded] of imported.entries()) {
    if (await fitsHash(encoded, typed, turn)) return at
  }
  const hash = await stretchCode(significantCode(typed), salt, turn)
  let found: number | undefined
  for (let from = hashes.length - hashBytes; from >= 0; from -= hashBytes) {
    if (timingSafeEqual(hash, hashes.subarray(from, from + hashBytes))) {
      found = imported.length + from / hashBytes
    }
  }
  return found
}

/**
 * Compares a code as typed, and in small letters: a hash does not say how its code was written, and phones type capitals. Both are prepared
 * here, as a text that its preparation changes would be compared twice.
 */
async function fitsHash(encoded: string, typed: string, turn: HashingTurn): Promise<boolean> {
  const texts = [typed.trim(), typed.trim().toLowerCase()].map(opaqueString)
  for (const text of new Set(texts)) {
    if ((await verifyPassword(encoded, text, turn)).fits) return true
  }
  return false
}

function emptySet(): Buffer {
  return Buffer.concat([Buffer.of(forms.salted), randomBytes(saltBytes)])
}

function readSet(stored: Uint8Array) {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
  if (bytes[0] === forms.salted) return { imported: [], ...readSalted(bytes) }
  if (bytes[0] !== forms.imported) throw new Error('recovery codes are stored in an unknown form')
  const end = 3 + bytes.readUInt16BE(1)
  const imported = JSON.parse(bytes.toString('utf8', 3, end)) as readonly string[]
  return { imported, ...readSalted(bytes.subarray(end)) }
}

function readSalted(bytes: Buffer) {
  return { salt: bytes.subarray(1, 1 + saltBytes), hashes: bytes.subarray(1 + saltBytes) }
}
