import type { Call } from '../../access/call.ts'
import type { Source } from '../../database/search.ts'
import { constantTimeEqual } from '../../kernel/crypto/constantTimeEqual.ts'
import { randomCode } from '../../kernel/crypto/randomCode.ts'
import { newId } from '../../kernel/ids.ts'
import type { GeneratorType } from './generators.ts'
import { secretGenerator } from './policies.ts'

/** A new code. Its plain text is sent to the person and stored sealed under `secretId`. */
export interface NewCode {
  readonly secretId: string
  readonly plain: string
  /** ISO 8601; in the year 9999 if the generator's codes never expire. */
  readonly expiresAt: string
}

/** A code is at least as hard to guess as six digits (ASVS 6.5.4). */
const leastDigits = 6
const never = Date.UTC(9999, 11, 31)

/** Makes a code by the instance's secret generator of this type, lengthened if it would be easy to guess; it lives for `longestMs` at most. */
export async function newCode(
  source: Source,
  call: Pick<Call, 'instance' | 'now'>,
  type: GeneratorType,
  longestMs = never,
): Promise<NewCode> {
  const generator = await secretGenerator(source, call.instance.id, type)
  const alphabet =
    (generator.lower ? 'abcdefghijklmnopqrstuvwxyz' : '') +
    (generator.upper ? 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' : '') +
    (generator.digits ? '0123456789' : '') +
    (generator.symbols ? '~!@#$^&*()_+`-={}|[]:<>?,./' : '')
  const lifetime = generator.expirySeconds === 0 ? never : generator.expirySeconds * 1000
  const expires = Math.min(call.now.getTime() + Math.min(lifetime, longestMs), never)
  return {
    secretId: newId(),
    plain: randomCode(
      alphabet,
      Math.max(generator.length, Math.ceil(leastDigits / Math.log10(alphabet.length))),
    ),
    expiresAt: new Date(expires).toISOString(),
  }
}

/** Compares a code with the stored one in constant time; false from its expiry on. */
export function codeFits(
  given: string,
  stored: Uint8Array | undefined,
  expiresAt: string,
  now: Date,
): boolean {
  return stored !== undefined && new Date(expiresAt) > now && constantTimeEqual(Buffer.from(given), stored)
}
