import { expect, test } from 'vitest'
import { canonicalDomain, readableDomain } from './canonicalDomain.ts'

test.each([
  ['Example.COM', 'example.com'],
  [' müller.example ', 'xn--mller-kva.example'],
  ['MU\u0308LLER.example', 'xn--mller-kva.example'],
  ['ｅｘａｍｐｌｅ．com', 'example.com'],
  ['例え。テスト', 'xn--r8jz45g.xn--zckzah'],
  ['straße.example', 'xn--strae-oqa.example'],
  ['xn--mller-kva.example', 'xn--mller-kva.example'],
  ['localhost', 'localhost'],
])('the domain %j is stored as %s', (text, domain) => expect(canonicalDomain(text)).toBe(domain))

test.each([
  '',
  '.',
  'a..b',
  '-a.example',
  'a_b.example',
  'a b.example',
  '127.0.0.1',
  '[::1]',
  'xn--ü.example',
  `${'a'.repeat(64)}.example`,
  `${'a.'.repeat(130)}example`,
  'example.com/path',
  'ex\u200bample.123',
])('%j is no domain', (text) => expect(canonicalDomain(text)).toBeUndefined())

test('a domain is readable in its own script', () => {
  expect(readableDomain('xn--mller-kva.example')).toBe('müller.example')
})
