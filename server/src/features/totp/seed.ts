import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { type Refusal, refuse } from '../../kernel/refusal.ts'

const parameters = { algorithm: 'SHA1', digits: 6, period: 30 }

/** One step of tolerance each way for clocks and slow fingers: a documented deviation from ASVS 6.5.5. */
const window = 1

/** A fresh seed: 160 random bits, the length of the HMAC (RFC 4226 §4). */
export function newTotpSeed(): Buffer {
  return randomBytes(20)
}

/** The seed as authenticator apps take it: base32 without padding. */
export function totpSecretText(seed: Uint8Array): string {
  return secretOf(seed).base32
}

const notBase32 = refuse(
  'second_factor.totp_secret_invalid',
  'invalid_argument',
  'the TOTP secret is not base32; send a text of the characters A-Z and 2-7 only',
)

/** Decodes an imported seed from base32. */
export function parseTotpSecret(text: string): Buffer | Refusal {
  const compact = text.replace(/[ =]/g, '').toUpperCase()
  return /^[A-Z2-7]{2,}$/.test(compact) ? Buffer.from(Secret.fromBase32(compact).bytes) : notBase32
}

/** The `otpauth://` address that a QR code shows. */
export function totpUri(seed: Uint8Array, issuer: string, account: string): string {
  return new TOTP({ ...parameters, issuer, label: account, secret: secretOf(seed) }).toString()
}

/** The step of RFC 6238 that this code belongs to, if it is the current one or a neighbour. */
export function totpStep(seed: Uint8Array, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const timestamp = now.getTime()
  const delta = TOTP.validate({ ...parameters, secret: secretOf(seed), token: code, timestamp, window })
  return delta === null ? undefined : TOTP.counter({ period: parameters.period, timestamp }) + delta
}

function secretOf(seed: Uint8Array): Secret {
  return new Secret({ buffer: Uint8Array.from(seed).buffer })
}
