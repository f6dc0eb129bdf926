import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesDigest, newTokenSecret, patToken, sessionToken, tokenDigest } from './tokens.ts'

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes))
const id = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]{1,40}$/),
  fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }),
)
const header = /^[A-Za-z0-9._~+/-]+=*$/

describe('token formats', () => {
  test('a session token survives the way over the wire, whatever its ids', () => {
    fc.assert(
      fc.property(id, id, secret, (sessionId, tokenId, bytes) => {
        const text = sessionToken.format({ sessionId, tokenId, secret: bytes })
        expect(text).toMatch(header)
        expect(sessionToken.parse(text)).toEqual({ sessionId, tokenId, secret: bytes })
        expect(patToken.parse(text)).toBeUndefined()
      }),
    )
  })

  test('a personal access token survives the way over the wire, whatever its id', () => {
    fc.assert(
      fc.property(id, secret, (tokenId, bytes) => {
        const text = patToken.format({ tokenId, secret: bytes })
        expect(text).toMatch(header)
        expect(patToken.parse(text)).toEqual({ tokenId, secret: bytes })
        expect(sessionToken.parse(text)).toBeUndefined()
      }),
    )
  })

  test('a token of decimal ids fits the 200 characters of the contract', () => {
    const text = sessionToken.format({
      sessionId: '9'.repeat(20),
      tokenId: '9'.repeat(20),
      secret: newTokenSecret(),
    })
    expect(text.length).toBeLessThanOrEqual(200)
    expect(text).toMatch(/^slp_ses_9{20}_9{20}_[A-Za-z0-9_-]{43}$/)
  })

  test.each([
    '',
    'slp_ses_',
    `slp_ses_1_${'A'.repeat(43)}`,
    `slp_ses_1_2_${'A'.repeat(42)}`,
    `slp_ses_1_2_${'A'.repeat(44)}`,
    `slp_ses_1_2_${'A'.repeat(42)}B`,
    `slp_ses_1_2_${'A'.repeat(43)}\n`,
    ` slp_ses_1_2_${'A'.repeat(43)}`,
    `slp_ses_~MQ_2_${'A'.repeat(43)}`,
    `slp_ses_~_2_${'A'.repeat(43)}`,
    `slp_ses_a-b_2_${'A'.repeat(43)}`,
    `SLP_SES_1_2_${'A'.repeat(43)}`,
  ])('refuses %j', (text) => {
    expect(sessionToken.parse(text)).toBeUndefined()
  })

  test('only the secret itself matches its digest', () => {
    const mine = newTokenSecret()
    expect(matchesDigest(mine, tokenDigest(mine))).toBe(true)
    expect(matchesDigest(newTokenSecret(), tokenDigest(mine))).toBe(false)
    expect(matchesDigest(mine, undefined)).toBe(false)
  })
})
