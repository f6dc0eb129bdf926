import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Clock } from '../kernel/clock.ts'
import { isUnavailable } from '../kernel/refusal.ts'
import type { EventLog } from './types.ts'

type Log = Pick<Logger, 'debug' | 'warn' | 'error'>

const channel = 'sallyport_events'
const wakeEvery = 50

/** Notifies the subscribers of all processes after commits, at most twenty times a second. */
export function wakeSubscribers(
  database: Database,
  logger: Log,
): { committed(): void; close(): Promise<void> } {
  let last = 0
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<unknown> = Promise.resolve()
  const send = () => {
    timer = undefined
    last = performance.now()
    sending = database.query('select pg_notify($1, $2)', [channel, '']).catch((error: unknown) => {
      logger.debug({ err: error }, 'subscribers could not be notified; they poll')
    })
  }
  return {
    committed() {
      if (timer !== undefined) return
      timer = setTimeout(send, Math.max(0, last + wakeEvery - performance.now()))
      timer.unref()
    },
    async close() {
      clearTimeout(timer)
      await sending
    },
  }
}

/** Repeats a step until its signal aborts; see `EventLog.follow`. */
export async function followCommits(
  {
    database,
    logger,
    clock,
  }: {
    readonly database: Pick<Database, 'listen'>
    readonly logger: Log
    readonly clock: Pick<Clock, 'pause'>
  },
  { name, signal, step }: Parameters<EventLog['follow']>[0],
): Promise<void> {
  const wakeUp = wakeUpCall(signal, clock)
  const listening = await database.listen(channel, wakeUp.wake)
  let failures = 0
  try {
    while (!signal.aborted) {
      try {
        const pause = await step()
        failures = 0
        if (pause > 0) await wakeUp.wait(pause)
      } catch (error) {
        failures++
        const level = isUnavailable(error) ? 'debug' : 'error'
        logger[level]({ err: error, subscription: name, failures }, 'a subscription failed; trying again')
        await clock.pause(Math.min(100 * 2 ** failures, 10_000), signal)
      }
    }
  } finally {
    await listening.stop()
  }
}

/** Waits for `wake`, a time limit or the end of the subscription; a `wake` before the wait ends it at once. */
function wakeUpCall(
  signal: AbortSignal,
  clock: Pick<Clock, 'pause'>,
): { wake(): void; wait(milliseconds: number): Promise<void> } {
  let woken = false
  let waiting = new AbortController()
  const wake = () => {
    woken = true
    waiting.abort()
  }
  signal.addEventListener('abort', wake, { once: true })
  return {
    wake,
    async wait(milliseconds) {
      waiting = new AbortController()
      if (!woken && !signal.aborted) await clock.pause(milliseconds, waiting.signal)
      woken = false
    },
  }
}
