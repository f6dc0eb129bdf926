import { expect, test } from 'vitest'
import { isoInstant } from './timestamps.ts'

test('instants keep their digits and get three at least', () => {
  expect(isoInstant('2026-11-21 01:02:03+00')).toBe('2026-11-21T01:02:03.000Z')
  expect(isoInstant('2026-11-21 01:02:03.1+00')).toBe('2026-11-21T01:02:03.100Z')
  expect(isoInstant('2026-11-21 01:02:03.123456+00')).toBe('2026-11-21T01:02:03.123456Z')
  expect(isoInstant('infinity')).toBe('infinity')
})
