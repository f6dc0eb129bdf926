import { createHmac } from 'node:crypto'
import { randomCode } from '../kernel/crypto/randomCode.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Returns a new key with which requests to one receiver are signed, in the contract's form (actions notes §1). */
export function newSigningKey(): string {
  return randomCode(alphabet, 36)
}

/** Returns the value of the header `ZITADEL-Signature`: the time, and an HMAC of time and body under the key as text (actions notes §2). */
export function signatureOf(key: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  return `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`
}
