import type { EventBody } from '../../kernel/facet.ts'
import { later } from '../../kernel/instant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { neverReleased, userLocked, userUnlocked } from './events.ts'
import { isLocked, type UserState } from './state.ts'

/** The outcome of checking one factor. `userEvents` are committed even with a refusal: failures, a lock. */
export interface CheckOutcome {
  readonly userEvents: readonly EventBody[]
  readonly refusal?: Refusal
}

/**
 * Builds the event that ends an expired automatic lock and restarts the count of guesses; returns none otherwise.
 * Append it before the events of the first check after the release.
 */
export function releaseEvents(user: UserState, now: Date): readonly EventBody[] {
  const overdue = user.kind !== 'none' && user.status === 'locked' && !isLocked(user, now)
  return overdue ? [userUnlocked({ automatic: true })] : []
}

/**
 * Builds the event that locks a user if this many failures in a row reach the policy's limit (0: never).
 * If `releaseAfterSeconds` is 0, only an administrator unlocks; existing sessions and tokens stay usable (ADR 0007).
 */
export function lockEvents(
  failures: number,
  policy: { readonly limit: number; readonly releaseAfterSeconds: number },
  now: Date,
): readonly EventBody[] {
  if (policy.limit === 0 || failures < policy.limit) return []
  const until =
    policy.releaseAfterSeconds === 0
      ? neverReleased
      : later(now, policy.releaseAfterSeconds * 1000).toISOString()
  return [userLocked({ automatic: true, until })]
}

/** Returns the delay of the reply to the n-th failure in a row: floor((n-5)/5) seconds from the fifth on, 10 at most. */
export function failureDelayMs(failures: number): number {
  return Math.min(Math.max(Math.floor((failures - 5) / 5), 0), 10) * 1000
}

/** Delays an outcome's refusal by the number of failures in a row (users notes §4). */
export function slowedBy(failures: number, outcome: CheckOutcome): CheckOutcome {
  const delayMs = failureDelayMs(failures)
  if (outcome.refusal === undefined || delayMs === 0) return outcome
  return { ...outcome, refusal: { ...outcome.refusal, delayMs } }
}
