import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmacSha256 } from './hmacSha256.ts'

test('a key of more than a block is refused', () => {
  expect(() => hmacSha256(Buffer.alloc(65))).toThrow('at most 64 bytes')
})

test('texts and bytes of any length have the HMAC of node:crypto, one after another', () => {
  const keys = fc.uint8Array({ maxLength: 64 })
  const texts = fc.string({ unit: 'binary', maxLength: 4_000 })
  const messages = fc.array(fc.oneof(texts, fc.uint8Array({ maxLength: 12_000, size: 'max' })), {
    minLength: 3,
  })
  fc.assert(
    fc.property(keys, messages, (key, all) => {
      const hmac = hmacSha256(key)
      for (const message of all) {
        expect(hmac(message)).toBe(createHmac('sha256', key).update(message).digest('hex'))
      }
    }),
  )
})
