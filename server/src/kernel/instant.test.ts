import { expect, test } from 'vitest'
import { systemClock } from './clock.ts'
import { Instant, instantOf, later, secondsAndNanos } from './instant.ts'

test.each([
  [0n, '1970-01-01T00:00:00.000Z'],
  [1_000n, '1970-01-01T00:00:00.001Z'],
  [1_001n, '1970-01-01T00:00:00.001001Z'],
  [120_500n, '1970-01-01T00:00:00.120500Z'],
  [-1n, '1969-12-31T23:59:59.999999Z'],
  [-62_135_596_800_000_000n, '0001-01-01T00:00:00.000Z'],
  [253_402_300_799_999_999n, '9999-12-31T23:59:59.999999Z'],
])('%s µs are %s, in JSON too, and can be read back', (microseconds, text) => {
  const instant = new Instant(microseconds)
  if (microseconds < Number.MAX_SAFE_INTEGER) {
    expect(new Instant(Number(microseconds)).toISOString()).toBe(text)
  }
  expect(instant.toISOString()).toBe(text)
  expect(JSON.parse(JSON.stringify({ at: instant }))).toEqual({ at: text })
  expect(instant.getTime()).toBe(Date.parse(text))
  expect(instantOf(secondsAndNanos(text)).toISOString()).toBe(text)
})

test('seconds and nanoseconds of texts in any zone and precision', () => {
  expect(secondsAndNanos('2026-11-21T01:02:03Z')).toEqual({ seconds: 1795222923n, nanos: 0 })
  expect(secondsAndNanos('2026-11-21T03:02:03.12+02:00')).toEqual({
    seconds: 1795222923n,
    nanos: 120_000_000,
  })
  expect(() => secondsAndNanos('infinity')).toThrow('no ISO 8601 instant')
})

test('a later instant keeps the microseconds', () => {
  expect(later(new Instant(1_001n), 2_500).toISOString()).toBe('1970-01-01T00:00:02.501001Z')
  expect(later(new Date(5), 1).toISOString()).toBe('1970-01-01T00:00:00.006Z')
})

test('the clock of the machine gives microseconds', () => {
  const texts = Array.from({ length: 50 }, () => systemClock.now().toISOString())
  expect(texts.filter((text) => /\.\d{6}Z$/.test(text)).length).toBeGreaterThan(10)
  expect(Math.abs(Date.parse(texts[0] ?? '') - Date.now())).toBeLessThan(1_000)
})
