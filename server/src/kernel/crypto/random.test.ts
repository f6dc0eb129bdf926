import fc from 'fast-check'
import { expect, test } from 'vitest'
import { constantTimeEqual } from './constantTimeEqual.ts'
import { randomBytes } from './randomBytes.ts'
import { randomCode } from './randomCode.ts'
import { randomToken } from './randomToken.ts'
import { sha256 } from './sha256.ts'

test('a token has the requested number of bits and never repeats', () => {
  expect(Buffer.from(randomToken(16), 'base64url')).toHaveLength(16)
  expect(new Set(Array.from({ length: 1000 }, () => randomToken())).size).toBe(1000)
  expect(() => randomToken(15)).toThrow(RangeError)
})

test('random bytes have every size up to that of the pool, and never repeat', () => {
  for (const size of [0, 1, 4095, 4096]) expect(randomBytes(size)).toHaveLength(size)
  expect(() => randomBytes(4097)).toThrow('at most 4096')
  const seen = Array.from({ length: 2000 }, () => randomBytes(12).toString('hex'))
  expect(new Set(seen).size).toBe(seen.length)
})

test('a code uses the whole alphabet about evenly', () => {
  const counts = new Map<string, number>()
  for (const character of randomCode('abcdefghij', 20_000)) {
    counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  expect(counts.size).toBe(10)
  for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(300)
  expect(() => randomCode('a', 4)).toThrow(RangeError)
})

test('equality holds exactly for equal bytes', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (left, right) => {
      expect(constantTimeEqual(left, right)).toBe(Buffer.from(left).equals(Buffer.from(right)))
      expect(constantTimeEqual(left, Buffer.from(left))).toBe(true)
    }),
  )
})

test('sha256 follows FIPS 180-4', () => {
  expect(sha256('abc').toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})
