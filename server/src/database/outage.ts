import type { Logger } from 'pino'
import type { ConnectionFailure } from './connectionFailure.ts'

/** Hears of every attempt to connect. */
export interface Outage {
  failed(failure: ConnectionFailure): void
  ended(): void
}

/** Milliseconds in which the same reason is logged once. */
const quiet = 60_000

/** Logs why the database cannot be reached, once per reason and minute, and when it can be reached again. */
export function outageLog(logger: Pick<Logger, 'error' | 'info'>): Outage {
  let reported: { readonly reason: string; readonly at: number } | undefined
  return {
    failed({ message: reason, code }) {
      const at = performance.now()
      if (reported?.reason === reason && at - reported.at < quiet) return
      reported = { reason, at }
      logger.error({ code }, `the database is not available: ${reason}`)
    },
    ended() {
      if (reported === undefined) return
      reported = undefined
      logger.info('the database is available again')
    },
  }
}
