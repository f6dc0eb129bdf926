import { expect, test } from 'vitest'
import { allowsCookies, parseCookies, serializeCookie } from './cookies.ts'

test.each([
  ['a=1; b=2', '1'],
  ['a=1; a=2', '1'],
  [' a = 1 ', '1'],
  ['a=1=2', '1=2'],
  ['=1; a', undefined],
  ['A=1', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j', (header, a) => {
  expect(parseCookies(header, false).get('a')).toBe(a)
})

test('with https only cookies with the prefix are read', () => {
  expect(parseCookies('a=1; __Host-a=2', true).get('a')).toBe('2')
  expect(parseCookies('a=1; __host-a=2', true).get('a')).toBeUndefined()
})

test('a cookie for frames of other sites is sent there with https only', () => {
  const cookie = { name: 'a', value: '1', inFrames: true }
  expect(serializeCookie(cookie, true)).toBe('__Host-a=1; Path=/; HttpOnly; SameSite=None; Secure')
  expect(serializeCookie(cookie, false)).toBe('a=1; Path=/; HttpOnly; SameSite=Lax')
})

test('characters that could end a value or a header are refused', () => {
  for (const value of ['a;b', 'a b', 'a\r\nb', 'ä', 'a,b', '"', '\\']) {
    expect(() => serializeCookie({ name: 'a', value }, true)).toThrow('characters')
  }
  expect(() => serializeCookie({ name: 'a=b', value: '' }, true)).toThrow('characters')
  expect(serializeCookie({ name: 'a', value: '', maxAge: 0 }, true)).toBe(
    '__Host-a=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0',
  )
})

test.each([
  [true, 'id.example', true],
  [false, 'id.example', false],
  [false, 'localhost', true],
  [false, 'a.localhost', true],
  [false, 'localhost.example', false],
  [false, '127.0.0.1', true],
  [false, '[::1]', true],
])('secure %s, %s: %s', (secure, domain, allowed) => {
  expect(allowsCookies({ secure, domain })).toBe(allowed)
})
