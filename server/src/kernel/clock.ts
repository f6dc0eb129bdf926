import { setTimeout } from 'node:timers/promises'
import { Instant } from './instant.ts'

/** The only source of the current time, and the only way to wait. */
export interface Clock {
  /** Its ISO text has microseconds, see `Instant`: an answer's creation date never lies before the request. */
  now(): Date
  /** Resolves after this many milliseconds, or as soon as `signal` aborts; never rejects. */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The clock of the machine. Times that clients send are never trusted (ASVS 6.5.8). */
export const systemClock: Clock = {
  now: () => new Instant(Number(Temporal.Now.instant().epochNanoseconds / 1000n)),
  async pause(milliseconds, signal) {
    try {
      await setTimeout(milliseconds, undefined, { signal })
    } catch (error) {
      if (!signal?.aborted) throw error
    }
  },
}
