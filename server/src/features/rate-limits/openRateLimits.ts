import { LRUCache } from 'lru-cache'
import { later } from '../../kernel/instant.ts'
import type { Deps } from '../manifest.ts'
import type { LimitedAct } from './budgets.ts'
import { openCounts } from './counts.ts'
import {
  type LimitedKey,
  type LimitedParty,
  type LimitedRequest,
  limitedKeys,
  limitsOf,
  type NamedScope,
  namedScopes,
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
   * `database.unavailable` while the database cannot be reached: only the first tries are allowed.
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
  const takeFirst = openFirst()
  return {
    async take(request, act, party = {}) {
      const scopes = namedScopes(limits[act], { request, act, party })
      const instanceId = request.instance.id
      const first = takeFirst(instanceId, scopes)
      if (first) return first
      const expiresAt = windowEnd(limits[act], request.now)
      const keys = await limitedKeys(deps.log, scopes, { instanceId, expiresAt })
      const refused: Taken = { allowed: false, retryAt: expiresAt }
      if (keys.some(({ take }) => (usedUp.get(take.digest) ?? 0) > request.now)) return refused
      const { taken, giveBack } = await takeAll(keys)
      const over = taken.filter(({ count, points }) => count > points)
      if (over.length === 0) {
        return { allowed: true, isCrowded: taken.some(isCrowded), giveBack }
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

/** Whether half of a budget is used up, with the part that this process has admitted by itself. */
function isCrowded({ count, points, uncounted }: LimitedKey & { readonly count: number }): boolean {
  return count + uncounted > (points + uncounted) / 2
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

/** Admits the first acts of every scope, which each process counts by itself in memory. */
function openFirst() {
  const counts = new LRUCache<string, number>({ max: kept })
  return (instanceId: string, scopes: readonly NamedScope[]): Taken | undefined => {
    const names = scopes.map(({ name }) => `${instanceId} ${name}`)
    const isLeft = scopes.every(({ uncounted }, at) => (counts.get(names[at] ?? '') ?? 0) < uncounted)
    if (!isLeft) return undefined
    const add = (amount: number) => {
      for (const name of names) counts.set(name, Math.max(0, (counts.get(name) ?? 0) + amount))
    }
    add(1)
    let isTaken = true
    const giveBack = async () => {
      if (isTaken) add(-1)
      isTaken = false
    }
    return { allowed: true, isCrowded: false, giveBack }
  }
}
