import pg from 'pg'
import { expect, test } from 'vitest'
import { isoInstant, resultTypes } from './timestamps.ts'

test('instants have three digits, or six if they have microseconds', () => {
  expect(isoInstant('2026-11-21 01:02:03+00')).toBe('2026-11-21T01:02:03.000Z')
  expect(isoInstant('2026-11-21 01:02:03.1+00')).toBe('2026-11-21T01:02:03.100Z')
  expect(isoInstant('2026-11-21 01:02:03.123456+00')).toBe('2026-11-21T01:02:03.123456Z')
  expect(isoInstant('2026-11-21 01:02:03.1205+00')).toBe('2026-11-21T01:02:03.120500Z')
  expect(isoInstant('infinity')).toBe('infinity')
})

test('instants of sessions in other time zones are converted, other styles are refused', () => {
  expect(isoInstant('2026-11-21 01:02:03.123456+05:30')).toBe('2026-11-20T19:32:03.123456Z')
  expect(isoInstant('2026-11-21T01:02:03-08')).toBe('2026-11-21T09:02:03.000Z')
  expect(() => isoInstant('21/11/2026 01:02:03 UTC')).toThrow('DateStyle ISO')
})

test('bytes are read into memory of their own: a row that is kept keeps nothing else', () => {
  const read = resultTypes.getTypeParser(pg.types.builtins.BYTEA, 'text')
  const bytes: Buffer = read('\\x00ff10')
  expect(bytes).toEqual(Buffer.from([0, 255, 16]))
  expect(bytes.buffer.byteLength).toBe(3)
  expect(read('\\x')).toHaveLength(0)
})
