import type { Logger } from 'pino'

/** How long further refusals of a kind are only counted, in milliseconds. */
const silence = 10_000

/** A refusal because something that the server needs is away or slow, such as its database. */
export interface OutageRefusal {
  readonly code: string
  readonly kind: string
  readonly cause: unknown
}

/** Of each logger, the refusals that have been counted since their last line, by code. */
const countedBy = new WeakMap<Logger, Map<string, number>>()

/**
 * Warns of a refusal during an outage, when every request is refused for the same cause: the first has a line with its cause at once, and
 * those of the next ten seconds have one line together, with their number as `refused`, for as long as they come.
 */
export function warnOfOutage({ code, kind, cause }: OutageRefusal, logger: Logger): void {
  const counted = countsOf(logger)
  const before = counted.get(code)
  if (before !== undefined) {
    counted.set(code, before + 1)
    return
  }
  logger.warn({ err: cause, code, kind }, 'request refused')
  const count = () => {
    counted.set(code, 0)
    setTimeout(() => {
      const refused = counted.get(code) ?? 0
      counted.delete(code)
      if (refused === 0) return
      logger.warn({ code, kind, refused, seconds: silence / 1_000 }, 'requests refused')
      count()
    }, silence).unref()
  }
  count()
}

function countsOf(logger: Logger): Map<string, number> {
  const known = countedBy.get(logger)
  if (known) return known
  const counts = new Map<string, number>()
  countedBy.set(logger, counts)
  return counts
}
