import { loadArgon2 } from '../../kernel/crypto/nativeHashes.ts'
import { randomCode } from '../../kernel/crypto/randomCode.ts'
import type { SecretGenerator } from '../settings/index.ts'

const classes = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digits: '0123456789',
  symbols: '~!@#$^&*()_-+={}[]|;<>,.?',
} as const
const fallback = classes.lower + classes.upper + classes.digits

/** Fewer characters than this are guessable however they are drawn. */
const leastLength = 32

/** A fresh client secret after the instance's generator, never shorter than 32 characters. */
export function newClientSecret(generator: SecretGenerator): string {
  const chosen = (Object.keys(classes) as (keyof typeof classes)[]).filter((name) => generator[name])
  const alphabet = chosen.map((name) => classes[name]).join('') || fallback
  return randomCode(alphabet, Math.max(generator.length, leastLength))
}

/**
 * The argon2id hash that is sealed. The secret is random and long, so the hash need not be slow: 4 MiB, one pass
 * keep token requests of machines cheap.
 */
export async function hashClientSecret(secret: string): Promise<string> {
  return (await loadArgon2()).hash(secret, { algorithm: 2, memoryCost: 4096, timeCost: 1, parallelism: 1 })
}
