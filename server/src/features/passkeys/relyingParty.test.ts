import { describe, expect, test } from 'vitest'
import { androidApps } from '../../config/androidApps.ts'
import { originBelongs, relyingPartyId } from './relyingParty.ts'

describe('relyingPartyId', () => {
  const origin = { domain: 'auth.example.com' }

  test('is the named domain in lower case, else the host of the request', () => {
    expect(relyingPartyId('Example.com', origin)).toBe('example.com')
    expect(relyingPartyId('', origin)).toBe('auth.example.com')
  })

  test.each([
    'https://example.com',
    'example.com:8080',
    'exa mple',
    '.',
    'example.com.',
    '-a.com',
    '[::1]',
    '*',
    `${'a'.repeat(64)}.com`,
    'example.123',
  ])('refuses %s', (domain) => {
    expect(relyingPartyId(domain, origin)).toMatchObject({ code: 'passkey.domain_invalid' })
  })

  test('is never empty', () => {
    expect(relyingPartyId('', { domain: '' })).toMatchObject({ kind: 'invalid_argument' })
  })
})

const androidOrigin = 'android:apk-key-hash:kyhLz1xyeTAJv3R8Y4tWpkHnCKpXBtHRUyfVZ2RgqIQ'
const apps = androidApps([`Example.com=${androidOrigin}`])

test('Android apps are named with their relying party and the whole hash', () => {
  expect(() => androidApps([androidOrigin])).toThrow()
  expect(() => androidApps(['example.com=android:apk-key-hash:short'])).toThrow()
})

describe('originBelongs', () => {
  test.each([
    ['https://example.com', 'example.com'],
    ['https://login.example.com', 'example.com'],
    ['https://login.example.com:8443', 'example.com'],
    ['http://localhost:5173', 'localhost'],
    ['http://a.localhost', 'a.localhost'],
    [androidOrigin, 'example.com'],
  ])('%s answers for %s', (origin, rpId) => {
    expect(originBelongs(origin, rpId, null, apps)).toBe(true)
  })

  test.each([
    ['http://example.com', 'example.com'],
    ['https://evil-example.com', 'example.com'],
    ['https://example.com.evil.org', 'example.com'],
    ['https://example.com', 'login.example.com'],
    ['https://user@example.com', 'example.com'],
    ['https://example.com/', 'example.com'],
    ['ftp://example.com', 'example.com'],
    ['null', 'example.com'],
    ['', 'example.com'],
    ['android:apk-key-hash:', 'example.com'],
    [androidOrigin, 'login.example.com'],
    [androidOrigin.replace('kyh', 'kyg'), 'example.com'],
  ])('%s does not answer for %s', (origin, rpId) => {
    expect(originBelongs(origin, rpId, null, apps)).toBe(false)
  })

  test('a demanded origin is the only one', () => {
    expect(originBelongs('https://example.com', 'example.com', 'https://example.com', apps)).toBe(true)
    expect(originBelongs('https://a.example.com', 'example.com', 'https://example.com', apps)).toBe(false)
    expect(originBelongs('https://example.com:8443', 'example.com', 'https://example.com', apps)).toBe(false)
  })
})
