import { randomBytes } from './randomBytes.ts'

/** Returns a secret of `bytes` random bytes (default 32, at least 16: ASVS 7.2.3) in base64url. */
export function randomToken(bytes = 32): string {
  if (bytes < 16) throw new RangeError('a token needs at least 128 random bits')
  return randomBytes(bytes).toString('base64url')
}
