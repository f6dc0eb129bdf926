import { availableParallelism } from 'node:os'
import type { Algorithm } from '@node-rs/argon2'
import { loadArgon2 } from '../../kernel/crypto/nativeHashes.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { opaqueString } from '../../kernel/text/opaqueString.ts'
import { dearFrom } from './hashes/bounds.ts'
import { readHash } from './hashes/readHash.ts'
import { hashingQueue, type Turn } from './hashingQueue.ts'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. Stored hashes of codes depend on it (`stretchCode`). */
const parameters = { algorithm: 2 as Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const current = '$argon2id$v=19$m=19456,t=2,p=1$'

/** Native hashes run in libuv's pool (`program.js` sets its size), so more slots than its threads would let dear hashes occupy all of them. */
const poolSize = Number(process.env['UV_THREADPOOL_SIZE']) || 4
const queue = hashingQueue(Math.max(2, Math.min(availableParallelism(), poolSize)))

/** The caller whose turn it is. */
export type HashingTurn = Omit<Turn, 'dear'>

/** Names the organization whose turn it is when a password of this user is hashed. */
export function organizationKey({
  instanceId,
  owner,
}: {
  readonly instanceId: string
  readonly owner: string
}) {
  return `${instanceId} ${owner}`
}

/** The result of a comparison. */
export interface Comparison {
  readonly fits: boolean
  /**
   * The hash has other parameters than the current ones, or was made of a text that was not prepared, and the password is
   * certainly the one that was hashed.
   */
  readonly replaceable: boolean
}

/** Hashes a password as an OpaqueString (RFC 8265 §4.2), off the main thread, when it is the organization's turn. */
export function hashPassword(password: string, turn: HashingTurn): Promise<string> {
  return queue(turn, async () => (await loadArgon2()).hash(opaqueString(password), parameters))
}

/** A hash that no password gives. */
const fitsNothing = `${current}${'A'.repeat(22)}$${'A'.repeat(43)}`

/** Takes the time of a comparison with a present hash, for a name that nobody has. */
export async function compareWithNothing(password: string, turn: HashingTurn): Promise<void> {
  await verifyPassword(fitsNothing, password, turn)
}

/**
 * Hashes a random code that is too short for a plain digest (ASVS 6.5.2) under its own salt, when it is the organization's turn. The
 * same parameters give the same hash.
 */
export function stretchCode(code: string, salt: Uint8Array, turn: HashingTurn): Promise<Buffer> {
  return queue(turn, async () => (await loadArgon2()).hashRaw(code, { ...parameters, salt, outputLen: 32 }))
}

/**
 * Compares a password with an encoded hash when it is the organization's turn. Imported hashes and those of version 0.2.0 may
 * have been made of a text that was not prepared, so a password that the preparation changes is also compared as typed. Takes
 * as long for a wrong password as for a right one. No password fits a hash that cannot be read.
 */
export async function verifyPassword(
  encoded: string,
  password: string,
  turn: HashingTurn,
): Promise<Comparison> {
  const hash = readHash(encoded)
  if (isRefusal(hash)) return { fits: false, replaceable: false }
  const outdated = !encoded.startsWith(current)
  const prepared = opaqueString(password)
  for (const text of new Set([prepared, password])) {
    const fits = await queue({ ...turn, dear: hash.seconds > dearFrom }, async () => hash.verify(text))
    const whole = hash.isWhole?.(text) ?? true
    if (fits) return { fits, replaceable: whole && (outdated || text !== prepared) }
  }
  return { fits: false, replaceable: false }
}
