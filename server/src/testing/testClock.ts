import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../kernel/clock.ts'

/** A clock whose time stands still until the test advances it. */
export interface TestClock extends Clock {
  advance(seconds: number): void
  /** The milliseconds of every pause so far; each really took about one. */
  readonly pauses: readonly number[]
}

/** Makes a test clock. Its pauses end after a millisecond and leave the time as it is. */
export function testClock(start = new Date()): TestClock {
  let now = start.getTime()
  const pauses: number[] = []
  return {
    now: () => new Date(now),
    advance(seconds) {
      now += seconds * 1000
    },
    pauses,
    async pause(milliseconds) {
      pauses.push(milliseconds)
      await setTimeout(1)
    },
  }
}
