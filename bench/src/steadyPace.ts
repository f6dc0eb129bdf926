import { setTimeout } from 'node:timers/promises'

/** Milliseconds before an instant is due at which a punctual pace stops sleeping; timers are later than they say by up to one. */
const awake = 2

/** How often, how long, and how exactly. */
export interface Pace {
  readonly perSecond: number
  readonly seconds: number
  /** Whether the last milliseconds before each instant are spent awake; it costs up to a fifth of a processor at 100 a second. */
  readonly punctual: boolean
}

/** Calls `begin` at a steady rate, with the instant at which each call was due; waits for nothing that `begin` starts. */
export async function steadyPace(
  { perSecond, seconds, punctual }: Pace,
  begin: (due: number) => void,
): Promise<void> {
  const start = performance.now()
  const count = perSecond * seconds
  for (let at = 0; at < count; at++) {
    const due = start + (at * 1000) / perSecond
    const left = due - performance.now() - (punctual ? awake : 0)
    if (left >= 1) await setTimeout(left)
    while (punctual && performance.now() < due) await new Promise((resolve) => setImmediate(resolve))
    begin(due)
  }
}
