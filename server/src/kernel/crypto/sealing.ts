import { createCipheriv, createDecipheriv } from 'node:crypto'
import { randomBytes } from './randomBytes.ts'

const version = 1
const ivBytes = 12
const tagBytes = 16

/**
 * Encrypts with AES-256-GCM under a 32-byte key and binds the result to `context` (the additional
 * authenticated data): version | iv | ciphertext | tag.
 */
export function seal(key: Uint8Array, plain: Uint8Array, context: string): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(context))
  const sealed = [cipher.update(plain), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat([Buffer.of(version), iv, ...sealed])
}

/** Decrypts a value of `seal` into memory of its own; throws if the key, the context or a single bit differs. */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (bytes.length < 1 + ivBytes + tagBytes || bytes[0] !== version) {
    throw new Error('the sealed value has an unknown format')
  }
  const tagAt = bytes.length - tagBytes
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + ivBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(tagAt))
  const opened = decipher.update(bytes.subarray(1 + ivBytes, tagAt))
  const rest = decipher.final()
  // `Buffer.concat` would take them from a pool of 64 KiB, which a kept secret would keep as a whole.
  const plain = Buffer.allocUnsafeSlow(opened.length + rest.length)
  plain.set(opened)
  plain.set(rest, opened.length)
  return plain
}
