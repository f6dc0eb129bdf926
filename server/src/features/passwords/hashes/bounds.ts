import type { Cost } from './passwordHash.ts'

/**
 * The highest cost that an import accepts for each kind of work: about one second of one core (measured on a 2.x GHz AMD EPYC
 * with Node.js 26). README lists them.
 */
export const bounds = {
  /** KiB × passes; lanes share this work. */
  argon2: 2 ** 20,
  /** Log2 of the rounds. */
  bcrypt: 14,
  /** N × r × p. */
  scrypt: 2 ** 21,
  /** Iterations × blocks of the digest in the derived key. */
  pbkdf2: { sha1: 3_000_000, sha224: 3_000_000, sha256: 3_000_000, sha384: 1_000_000, sha512: 1_000_000 },
  /** Rounds of `$5$` and `$6$`. */
  shaCrypt: 700_000,
  /** Rounds of `$sha1$`. */
  sha1Crypt: 500_000,
  /** Log2 of the rounds of phpass and Drupal 7. */
  phpass: 19,
  /** MiB of one check of argon2 or scrypt. */
  memory: 256,
  /** Lanes of argon2. */
  lanes: 16,
  /** Passes × lanes of argon2: each starts four threads, which takes longer than the work itself if the memory is small. */
  threads: 4096,
} as const

/** A check that is estimated to take longer than this many seconds never gets the last free slot. */
export const dearFrom = 0.1

/** Returns a cost that time grows with, and the seconds that it is estimated to take. */
export function timeCost(parameter: string, value: number, bound: number) {
  return { costs: [{ parameter, value, bound }] as const, seconds: value / bound }
}

/** Returns a cost whose value is the logarithm of the time. */
export function logarithmicCost(parameter: string, value: number, bound: number) {
  return { costs: [{ parameter, value, bound }] as const, seconds: 2 ** (value - bound) }
}

/** Returns the memory of one check, given in bytes, in MiB. */
export function memoryCost(bytes: number): Cost {
  return { parameter: 'memory in MiB', value: Math.floor(bytes / 2 ** 20), bound: bounds.memory }
}
