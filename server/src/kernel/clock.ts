import { setTimeout } from 'node:timers/promises'

/** The only source of the current time, and the only way to wait. */
export interface Clock {
  now(): Date
  /** Resolves after this many milliseconds, or as soon as `signal` aborts; never rejects. */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The clock of the machine. Times that clients send are never trusted (ASVS 6.5.8). */
export const systemClock: Clock = {
  now: () => new Date(),
  async pause(milliseconds, signal) {
    try {
      await setTimeout(milliseconds, undefined, { signal })
    } catch (error) {
      if (!signal?.aborted) throw error
    }
  },
}
