import { expect, test } from 'vitest'
import { hostName } from './hostName.ts'

test.each([
  ['Login.Example.COM', 'login.example.com'],
  ['login.example.com.', 'login.example.com'],
  ['例え。テスト。', 'xn--r8jz45g.xn--zckzah'],
  [' müller.example ', 'xn--mller-kva.example'],
  ['localhost', 'localhost'],
  ['3f2a1b', '3f2a1b'],
  ['127.0.0.1', '127.0.0.1'],
  ['127.0.0.1.', '127.0.0.1'],
  [`${'a'.repeat(63)}.test`, `${'a'.repeat(63)}.test`],
  [`${'a.'.repeat(126)}b`, `${'a.'.repeat(126)}b`],
])('the host %j is stored as %s', (text, host) => expect(hostName(text)).toBe(host))

test.each([
  '',
  '.',
  '..',
  'localhost..',
  '.localhost',
  'a..b',
  '-a.example',
  'a-.example',
  'a_b.example',
  'a b.example',
  'example.com:8080',
  'https://example.com',
  '*.example.com',
  '[::1]',
  '::1',
  '1',
  '127.1',
  '0x7f000001',
  '１２７.0.0.1',
  '256.0.0.1',
  '1.2.3.4.5',
  'example.123',
  'example.0x1',
  `${'a'.repeat(64)}.test`,
  `${'a.'.repeat(126)}bc`,
])('no host is called %j', (text) => expect(hostName(text)).toBeUndefined())
