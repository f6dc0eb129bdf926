import { matchesDigest, tokenDigest } from '../../access/tokenSecret.ts'
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
 * Returns the digest to seal. A fast one is enough, because the secret has at least 190 random bits that no rate of guesses finds
 * (RFC 6819 §5.1.4.1.3), and machines fetch tokens often.
 */
export function clientSecretDigest(secret: string): Buffer {
  return tokenDigest(Buffer.from(secret))
}

/** The outcome of a check: `stretched` if the stored form is an argon2id hash, as version 0.2.0 made them. */
export type SecretMatch = 'no' | 'yes' | 'stretched'

/** Compares a presented secret with its stored form, a digest in constant time. */
export async function matchClientSecret(secret: string, stored: Buffer): Promise<SecretMatch> {
  if (!stored.toString('latin1', 0, 7).startsWith('$argon2')) {
    return matchesDigest(Buffer.from(secret), stored) ? 'yes' : 'no'
  }
  return (await (await loadArgon2()).verify(stored.toString(), secret)) ? 'stretched' : 'no'
}
