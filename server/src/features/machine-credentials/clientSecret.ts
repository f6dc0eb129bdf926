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

/** Fewer characters are guessable, whatever the alphabet. */
const leastLength = 32

/** Generates a client secret from the instance's generator, at least 32 characters long. */
export function newClientSecret(generator: SecretGenerator): string {
  const chosen = (Object.keys(classes) as (keyof typeof classes)[]).filter((name) => generator[name])
  const alphabet = chosen.map((name) => classes[name]).join('') || fallback
  return randomCode(alphabet, Math.max(generator.length, leastLength))
}

/**
 * Returns the argon2id hash to seal. Since the secret is long and random, the hash need not be slow; 4 MiB and one
 * pass keep token requests of machines cheap.
 */
export async function hashClientSecret(secret: string): Promise<string> {
  return (await loadArgon2()).hash(secret, { algorithm: 2, memoryCost: 4096, timeCost: 1, parallelism: 1 })
}
