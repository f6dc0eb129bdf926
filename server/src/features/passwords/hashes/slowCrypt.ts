import { constantTimeEqual } from '../../../kernel/crypto/constantTimeEqual.ts'
import { valueOf64 } from './hash64.ts'
import { md5Crypt } from './md5Crypt.ts'
import { shaCrypt } from './shaCrypt.ts'
import { stretched } from './stretched.ts'

const sha = /^\$([56])\$(?:rounds=(\d{1,9})\$)?([^$]{1,16})\$([./0-9A-Za-z]{43}|[./0-9A-Za-z]{86})$/
const md5 = /^\$1\$([^$]{1,8})\$([./0-9A-Za-z]{22})$/
const phpass = /^\$([PH])\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{22})$/
const drupal = /^\$(S)\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{43})$/

/** A hash whose many rounds run in JavaScript; a password fits if `compute` returns the checksum. */
export interface SlowCrypt {
  readonly checksum: string
  compute(password: Buffer): string
}

/** Reads `$5$`, `$6$`, `$1$`, phpass and Drupal 7 hashes; undefined for others, and for costs out of bounds. */
export function parseSlowCrypt(encoded: string): SlowCrypt | undefined {
  return parseSha(encoded) ?? parseMd5(encoded) ?? parseStretched(encoded)
}

/** Compares a password with a hash. Takes milliseconds to a second of one core: call it off the main thread. */
export function verifySlowCrypt(encoded: string, password: string): boolean {
  const parsed = parseSlowCrypt(encoded)
  return parsed !== undefined && constantTimeEqual(parsed.compute(Buffer.from(password)), parsed.checksum)
}

function parseSha(encoded: string): SlowCrypt | undefined {
  const [, kind, given = '5000', salt = '', checksum = ''] = sha.exec(encoded) ?? []
  const rounds = Number(given)
  if ((kind !== '5' && kind !== '6') || rounds < 1000 || rounds > 500_000) return undefined
  if (checksum.length !== (kind === '5' ? 43 : 86)) return undefined
  return { checksum, compute: (password) => shaCrypt(kind, password, salt, rounds) }
}

function parseMd5(encoded: string): SlowCrypt | undefined {
  const [, salt, checksum] = md5.exec(encoded) ?? []
  if (salt === undefined || checksum === undefined) return undefined
  return { checksum, compute: (password) => md5Crypt(password, salt) }
}

function parseStretched(encoded: string): SlowCrypt | undefined {
  const [, kind, cost = '', salt = '', checksum = ''] = phpass.exec(encoded) ?? drupal.exec(encoded) ?? []
  const costLog2 = valueOf64(cost)
  if (kind === undefined || costLog2 < 7 || costLog2 > 18) return undefined
  const algorithm = kind === 'S' ? 'sha512' : 'md5'
  // Drupal keeps only the first 43 characters of the longer checksum.
  return {
    checksum,
    compute: (password) => stretched(algorithm, password, salt, costLog2).slice(0, checksum.length),
  }
}
