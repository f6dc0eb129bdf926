import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRefusal } from '../../kernel/refusal.ts'
import { newTotpSeed, parseTotpSecret, totpSecretText, totpStep, totpUri } from './seed.ts'

const rfcSeed = Buffer.from('12345678901234567890')

/** RFC 6238 appendix B, SHA-1; the six last digits of its eight. */
const vectors = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
] as const

test.each(vectors)('RFC 6238: at %i seconds the code is %s', (seconds, code) => {
  expect(totpStep(rfcSeed, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30))
})

test('a code of a neighbouring step is accepted for that step, one further away is not', () => {
  const step = Math.floor(1111111109 / 30)
  const at = (offset: number) => totpStep(rfcSeed, '081804', new Date((step + offset) * 30_000))
  expect([-2, -1, 0, 1, 2].map(at)).toEqual([undefined, step, step, step, undefined])
})

test.each(['', '08180', '0818044', '08180x', '      ', '０８１８０４'])('%j is no code', (code) => {
  expect(totpStep(rfcSeed, code, new Date(1111111109000))).toBeUndefined()
})

test('a seed has 160 bits and its text leads back to it', () => {
  const seed = newTotpSeed()
  expect(seed).toHaveLength(20)
  expect(totpSecretText(seed)).toMatch(/^[A-Z2-7]{32}$/)
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 2, maxLength: 64 }), (bytes) => {
      expect(parseTotpSecret(totpSecretText(bytes))).toEqual(Buffer.from(bytes))
    }),
  )
})

test('seeds from elsewhere may be spaced, padded and small; anything else is refused', () => {
  expect(parseTotpSecret('gezd gnbv gy3t qojq gezd gnbv gy3t qojq===')).toEqual(rfcSeed)
  for (const text of ['', '   ', '1', 'A', 'not base32!', 'ABC0']) {
    expect(isRefusal(parseTotpSecret(text))).toBe(true)
  }
})

test('the address names issuer, account, secret and the parameters apps need', () => {
  const uri = new URL(totpUri(rfcSeed, 'Sally port', 'ada@example.com'))
  expect(uri.protocol).toBe('otpauth:')
  expect(decodeURIComponent(uri.pathname)).toContain('Sally port:ada@example.com')
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    issuer: 'Sally port',
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  })
})
