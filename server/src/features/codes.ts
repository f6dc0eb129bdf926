import type { Call } from '../access/call.ts'
import { constantTimeEqual } from '../kernel/crypto/constantTimeEqual.ts'
import { randomCode } from '../kernel/crypto/randomCode.ts'
import { newId } from '../kernel/ids.ts'
import { type GeneratorType, type SettingsSource, secretGenerator } from './settings/index.ts'

/** A fresh code: its plain text goes to the person and, sealed under `secretId`, to the secrets. */
export interface NewCode {
  readonly secretId: string
  readonly plain: string
  /** ISO 8601; far in the future when the generator says that codes never expire, which one-time codes always do. */
  readonly expiresAt: string
}

/** As hard to guess as six digits at least (ASVS 6.5.4). */
const leastDigits = 6
/** How long a one-time code lives at most (ASVS 6.5.5). */
const longestOtpMs = 10 * 60_000

/** Makes a code as the instance's secret generator of this type says, but never one that is easily guessed. */
export async function newCode(
  source: SettingsSource,
  call: Pick<Call, 'instance' | 'now'>,
  type: GeneratorType,
): Promise<NewCode> {
  const generator = await secretGenerator(source, call.instance.id, type)
  const alphabet =
    (generator.lower ? 'abcdefghijklmnopqrstuvwxyz' : '') +
    (generator.upper ? 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' : '') +
    (generator.digits ? '0123456789' : '') +
    (generator.symbols ? '~!@#$^&*()_+`-={}|[]:<>?,./' : '')
  const lifetime = generator.expirySeconds === 0 ? never : generator.expirySeconds * 1000
  const longest = type === 'otp_sms' || type === 'otp_email' ? longestOtpMs : never
  const expires = Math.min(call.now.getTime() + Math.min(lifetime, longest), never)
  return {
    secretId: newId(),
    plain: randomCode(
      alphabet,
      Math.max(generator.length, Math.ceil(leastDigits / Math.log10(alphabet.length))),
    ),
    expiresAt: new Date(expires).toISOString(),
  }
}

/** Whether a given code is the stored one and still valid; compared in constant time. */
export function codeFits(
  given: string,
  stored: Uint8Array | undefined,
  expiresAt: string,
  now: Date,
): boolean {
  return stored !== undefined && new Date(expiresAt) > now && constantTimeEqual(Buffer.from(given), stored)
}

const never = Date.UTC(9999, 11, 31)
