import { setTimeout } from 'node:timers/promises'

/** How often, and how long. */
export interface Pace {
  readonly perSecond: number
  readonly seconds: number
}

/** Calls `begin` at a steady rate, up to a millisecond late, with the instant at which each call was due; waits for nothing that it starts. */
export async function steadyPace({ perSecond, seconds }: Pace, begin: (due: number) => void): Promise<void> {
  const start = performance.now()
  const count = perSecond * seconds
  for (let at = 0; at < count; at++) {
    const due = start + (at * 1000) / perSecond
    const left = due - performance.now()
    if (left >= 1) await setTimeout(left)
    begin(due)
  }
}
