import { availableParallelism } from 'node:os'
import type { Algorithm } from '@node-rs/argon2'
import { loadArgon2 } from '../../kernel/crypto/nativeHashes.ts'
import { opaqueString } from '../../kernel/text/opaqueString.ts'
import { verifierOf } from './hashes/verifyHash.ts'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const parameters = { algorithm: 2 as Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const current = '$argon2id$v=19$m=19456,t=2,p=1$'

let running = 0
const waiting: (() => void)[] = []

/** Hashes a password as an OpaqueString (RFC 8265 §4.2), off the main thread, as many at once as there are cores. */
export function hashPassword(password: string): Promise<string> {
  return bounded(async () => (await loadArgon2()).hash(opaqueString(password), parameters))
}

/** How a password fits a hash: `typed` if only without the preparation of RFC 8265. */
export type Fit = 'prepared' | 'typed'

/**
 * Compares a password with an encoded hash; undefined if it does not fit. Imported hashes and those of version 0.2.0 may have
 * been made of a text that was not prepared, so a password that the preparation changes is also compared as typed. Takes as
 * long for a wrong password as for a right one. No password fits a hash of an unsupported kind.
 */
export async function verifyPassword(encoded: string, password: string): Promise<Fit | undefined> {
  const verify = verifierOf(encoded)
  if (verify === undefined) return undefined
  const prepared = opaqueString(password)
  if (await bounded(async () => verify(prepared))) return 'prepared'
  return prepared !== password && (await bounded(async () => verify(password))) ? 'typed' : undefined
}

/** Reports whether a hash was made with other parameters than the current ones and should be replaced at its next use. */
export function isOutdated(encoded: string): boolean {
  return !encoded.startsWith(current)
}

async function bounded<T>(work: () => Promise<T>): Promise<T> {
  if (running >= availableParallelism()) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
