import type { EventBody } from '../../kernel/facet.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { userLocked, userUnlocked } from './events.ts'
import { isLocked, type UserState } from './state.ts'

/** The outcome of checking one factor. `userEvents` (`….check.failed`, `user.locked`, …) are committed even with a refusal. */
export interface CheckOutcome {
  readonly userEvents: readonly EventBody[]
  readonly refusal?: Refusal
}

/**
 * The event that ends an automatic lock whose time has come, so that counters start anew; none otherwise.
 * Goes before the events of the first check after the release.
 */
export function releaseEvents(user: UserState, now: Date): readonly EventBody[] {
  const overdue = user.kind !== 'none' && user.status === 'locked' && !isLocked(user, now)
  return overdue ? [userUnlocked()] : []
}

/**
 * The lock that follows when this many failures in a row reach the policy's limit (0: never).
 * `releaseAfterSeconds` 0 means that only an administrator unlocks.
 */
export function lockEvents(
  failures: number,
  policy: { readonly limit: number; readonly releaseAfterSeconds: number },
  now: Date,
): readonly EventBody[] {
  if (policy.limit === 0 || failures < policy.limit) return []
  const until =
    policy.releaseAfterSeconds === 0
      ? null
      : new Date(now.getTime() + policy.releaseAfterSeconds * 1000).toISOString()
  return [userLocked({ automatic: true, until })]
}

/** How long the reply to the n-th failure in a row is held back: floor((n-5)/5) seconds from the fifth on, 10 at most. */
export function failureDelayMs(failures: number): number {
  return Math.min(Math.max(Math.floor((failures - 5) / 5), 0), 10) * 1000
}

/** A check's outcome whose refusal, if any, is held back the longer the more failures in a row it makes (users notes §4). */
export function slowedBy(failures: number, outcome: CheckOutcome): CheckOutcome {
  const delayMs = failureDelayMs(failures)
  if (outcome.refusal === undefined || delayMs === 0) return outcome
  return { ...outcome, refusal: { ...outcome.refusal, delayMs } }
}
