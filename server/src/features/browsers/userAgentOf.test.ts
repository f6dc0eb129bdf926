import { expect, test } from 'vitest'
import { userAgentOf } from './userAgentOf.ts'

const described = (text: string) =>
  userAgentOf({ headers: new Headers({ 'user-agent': text }), clientAddress: '192.0.2.1' }, 'b1').description

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.0.0 Mobile/15E148 Safari/604.1',
    'Chrome, iOS',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'Safari, macOS',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15; SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
    'Samsung Internet, Android',
  ],
  ['curl/8.5.0', undefined],
])('%s is %s', (sent, expected) => {
  expect(described(sent)).toBe(expected)
})

test('a header is cut at 500 characters, and its absence leaves it out', () => {
  const long = userAgentOf(
    { headers: new Headers({ 'user-agent': 'x'.repeat(5000) }), clientAddress: '' },
    'b1',
  )
  expect(long).toEqual({ fingerprintId: 'b1', header: { 'user-agent': ['x'.repeat(500)] } })
  expect(userAgentOf({ headers: new Headers(), clientAddress: '::1' }, 'b1')).toEqual({
    fingerprintId: 'b1',
    ip: '::1',
    header: {},
  })
})
