import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { warnOfOutage } from './outageWarnings.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A logger and the lines that it has written. */
function listenedLogger() {
  const lines: Record<string, unknown>[] = []
  return { lines, logger: pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) }) }
}

const away = { code: 'database.unavailable', kind: 'unavailable', cause: new Error('connection refused') }
const slow = { code: 'database.timeout', kind: 'deadline_exceeded', cause: new Error('cancelled') }

test('an outage is a line with its cause, and one with a number for each ten seconds that it lasts', () => {
  const { lines, logger } = listenedLogger()
  const told = () =>
    lines.splice(0).map(({ msg, code, refused, err }) => ({ msg, code, refused, caused: err !== undefined }))
  for (let request = 0; request < 500; request++) warnOfOutage(away, logger)
  warnOfOutage(slow, logger)
  expect(told()).toEqual([
    { msg: 'request refused', code: away.code, refused: undefined, caused: true },
    { msg: 'request refused', code: slow.code, refused: undefined, caused: true },
  ])
  vi.advanceTimersByTime(10_000)
  expect(told()).toEqual([{ msg: 'requests refused', code: away.code, refused: 499, caused: false }])
  warnOfOutage(away, logger)
  expect(told()).toEqual([])
  vi.advanceTimersByTime(10_000)
  expect(told()).toEqual([{ msg: 'requests refused', code: away.code, refused: 1, caused: false }])
  vi.advanceTimersByTime(10_000)
  expect(told()).toEqual([])
  warnOfOutage(away, logger)
  expect(told()).toEqual([{ msg: 'request refused', code: away.code, refused: undefined, caused: true }])
})

test('a server is not silent because another one of the process has warned', () => {
  const [one, other] = [listenedLogger(), listenedLogger()]
  warnOfOutage(away, one.logger)
  warnOfOutage(away, other.logger)
  expect([one.lines.length, other.lines.length]).toEqual([1, 1])
})
