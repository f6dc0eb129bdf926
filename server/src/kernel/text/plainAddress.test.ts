import { expect, test } from 'vitest'
import { formsOfAddress, plainAddress } from './plainAddress.ts'

test.each([
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::FFFF:203.0.113.9', '203.0.113.9'],
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:cb00:7109', '::ffff:cb00:7109'],
  ['2001:db8::ffff:1', '2001:db8::ffff:1'],
  ['', ''],
])('%s is %s', (address, plain) => {
  expect(plainAddress(address)).toBe(plain)
})

test('sessions of before name an address as the socket showed it', () => {
  const forms = ['203.0.113.9', '::ffff:203.0.113.9']
  expect(formsOfAddress('203.0.113.9')).toEqual(forms)
  expect(formsOfAddress('::ffff:203.0.113.9')).toEqual(forms)
})
