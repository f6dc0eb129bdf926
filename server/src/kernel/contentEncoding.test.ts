import { expect, test } from 'vitest'
import { contentEncoding } from './contentEncoding.ts'

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['gzip;q=0', undefined],
  ['*', 'br'],
  ['identity', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j chooses %s', (accepted, chosen) => {
  expect(contentEncoding(accepted)).toBe(chosen)
})

test('only the given ways are chosen', () => {
  expect(contentEncoding('br, gzip', ['gzip'])).toBe('gzip')
  expect(contentEncoding('br', ['gzip'])).toBeUndefined()
})
