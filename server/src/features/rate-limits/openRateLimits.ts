import { LRUCache } from 'lru-cache'
import { later } from '../../kernel/instant.ts'
import type { Deps } from '../manifest.ts'
import { addressGroup } from './addressGroup.ts'
import type { LimitedAct } from './budgets.ts'
import { openCounts } from './counts.ts'
import {
  type ActLimit,
  type LimitedKey,
  type LimitedParty,
  type LimitedRequest,
  limitedKeys,
  limitsOf,
  windowEnd,
} from './limitedKeys.ts'

/** The outcome of taking a point. */
export type Taken =
  | {
      readonly allowed: true
      /** True if half of a budget is used up: the time to ask for a CAPTCHA. */
      readonly isCrowded: boolean
      /** Gives the point back after a success, so that people who succeed are never limited. Never rejects. */
      giveBack(): Promise<void>
    }
  /** `retryAt` is the start of the next window. */
  | { readonly allowed: false; readonly retryAt: Date }

/** Limits of acts that strangers can repeat, for all processes on the database. */
export interface RateLimits {
  /**
   * Takes a point for an act before it is done, of every scope that has a budget. A refused act takes nothing. Throws
   * `database.unavailable` while the database cannot be reached: nothing is allowed uncounted.
   */
  take(request: LimitedRequest, act: LimitedAct, party?: LimitedParty): Promise<Taken>
}

type LimitsDeps = Pick<Deps, 'database' | 'logger'> & {
  readonly config: Pick<Deps['config'], 'rateLimits'>
  readonly log: Pick<Deps['log'], 'mac'>
}

/** Milliseconds for which a process refuses a key that is used up without asking the database again. */
const refusedFor = 5000
/** Keys that a process keeps in memory of each kind; the least recently used ones are dropped first. */
const kept = 10_000

const free: Taken = { allowed: true, isCrowded: false, giveBack: async () => undefined }

/** Opens the limits, whose budgets are multiplied by `SALLYPORT_RATE_LIMITS`; `off` allows everything. */
export function openRateLimits(deps: LimitsDeps): RateLimits {
  const { rateLimits: factor } = deps.config
  if (factor === 'off') return { take: async () => free }
  const limits = limitsOf(factor)
  const takeAll = openTaking(deps)
  const usedUp = new LRUCache<string, Date>({ max: kept })
  const isUncounted = countFirst()
  return {
    async take(request, act, party = {}) {
      const limit = limits[act]
      if (isUncounted(request, act, limit)) return free
      const keys = await limitedKeys(deps.log, limit, { request, act, party })
      const refused: Taken = { allowed: false, retryAt: windowEnd(limit, request.now) }
      if (keys.some(({ take }) => (usedUp.get(take.digest) ?? 0) > request.now)) return refused
      const { taken, giveBack } = await takeAll(keys)
      const over = taken.filter(({ count, points }) => count > points)
      if (over.length === 0) {
        return { allowed: true, isCrowded: taken.some(({ count, points }) => count > points / 2), giveBack }
      }
      for (const { take, scope } of over) {
        usedUp.set(take.digest, later(request.now, refusedFor))
        deps.logger.warn({ instance: take.instanceId, act, scope }, 'a rate limit is used up')
      }
      await giveBack()
      return refused
    },
  }
}

/** Takes a point of each key; the counts include it. */
function openTaking({ database, logger }: LimitsDeps) {
  const change = openCounts(database)
  return async (keys: readonly LimitedKey[]) => {
    const taken = await Promise.all(keys.map(async (key) => ({ ...key, count: await change(key.take) })))
    let isTaken = true
    const giveBack = async () => {
      if (!isTaken) return
      isTaken = false
      try {
        await Promise.all(keys.map(({ take }) => change({ ...take, amount: -1 })))
      } catch (error) {
        logger.warn({ err: error }, 'points of a rate limit are not given back')
      }
    }
    return { taken, giveBack }
  }
}

/** Admits the first acts of an address, which each process counts by itself. */
function countFirst() {
  const counts = new LRUCache<string, number>({ max: kept })
  return (request: LimitedRequest, act: LimitedAct, limit: ActLimit): boolean => {
    if (limit.uncounted === 0) return false
    const group = addressGroup(request.clientAddress)
    if (group === undefined) return true
    const key = `${request.instance.id} ${act} ${windowEnd(limit, request.now).getTime()} ${group}`
    const count = (counts.get(key) ?? 0) + 1
    if (count > limit.uncounted) return false
    counts.set(key, count)
    return true
  }
}
