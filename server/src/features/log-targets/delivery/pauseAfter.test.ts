import { expect, test } from 'vitest'
import { askedPause, pauseAfter } from './pauseAfter.ts'

test('pauses double up to five minutes', () => {
  expect([1, 2, 3, 8, 9, 10, 1000].map(pauseAfter)).toEqual([
    1000, 2000, 4000, 128_000, 256_000, 300_000, 300_000,
  ])
})

const now = new Date('2026-11-30T06:00:00Z')

test.each([
  [undefined, 0],
  ['', 0],
  ['0', 0],
  ['7', 7000],
  [' 120 ', 120_000],
  ['999999', 3_600_000],
  ['-5', 0],
  ['soon', 0],
  ['Mon, 30 Nov 2026 06:00:30 GMT', 30_000],
  ['Mon, 30 Nov 2026 05:00:00 GMT', 0],
  ['Mon, 30 Nov 2099 06:00:00 GMT', 3_600_000],
])('Retry-After: %s asks for %d milliseconds', (header, pause) => {
  expect(askedPause(header, now)).toBe(pause)
})
