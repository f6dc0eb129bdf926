import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokenFormat } from './tokenFormat.ts'
import { matchesDigest, newTokenSecret, tokenDigest } from './tokenSecret.ts'

const one = tokenFormat('slp_one', ['tokenId'])
const two = tokenFormat('slp_two', ['ownerId', 'tokenId'])
const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))
const id = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]{1,40}$/),
  fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }),
)
const header = /^[A-Za-z0-9._~+/-]+=*$/

test('tokens survive the way over the wire, whatever their ids, and no other format reads them', () => {
  fc.assert(
    fc.property(id, id, secret, (ownerId, tokenId, bytes) => {
      const short = one.format({ tokenId, secret: bytes })
      expect(short).toMatch(header)
      expect(one.parse(short)).toEqual({ tokenId, secret: bytes })
      expect(two.parse(short)).toBeUndefined()
      const long = two.format({ ownerId, tokenId, secret: bytes })
      expect(long).toMatch(header)
      expect(two.parse(long)).toEqual({ ownerId, tokenId, secret: bytes })
      expect(one.parse(long)).toBeUndefined()
    }),
  )
})

test('a token of decimal ids fits the 200 characters of the contract', () => {
  const text = two.format({ ownerId: '9'.repeat(20), tokenId: '9'.repeat(20), secret: newTokenSecret() })
  expect(text.length).toBeLessThanOrEqual(200)
  expect(text).toMatch(/^slp_two_9{20}_9{20}_[A-Za-z0-9_-]{43}$/)
})

test.each([
  '',
  'slp_two_',
  `slp_two_1_${'A'.repeat(43)}`,
  `slp_two_1_2_${'A'.repeat(42)}`,
  `slp_two_1_2_${'A'.repeat(44)}`,
  `slp_two_1_2_${'A'.repeat(42)}B`,
  `slp_two_1_2_${'A'.repeat(43)}\n`,
  ` slp_two_1_2_${'A'.repeat(43)}`,
  `slp_two_~MQ_2_${'A'.repeat(43)}`,
  `slp_two_~_2_${'A'.repeat(43)}`,
  `slp_two_a-b_2_${'A'.repeat(43)}`,
  `SLP_TWO_1_2_${'A'.repeat(43)}`,
])('refuses %j', (text) => {
  expect(two.parse(text)).toBeUndefined()
})

test('only the secret itself matches its digest', () => {
  const mine = newTokenSecret()
  expect(matchesDigest(mine, tokenDigest(mine))).toBe(true)
  expect(matchesDigest(newTokenSecret(), tokenDigest(mine))).toBe(false)
  expect(matchesDigest(mine, undefined)).toBe(false)
})
