import type { Stream, Transaction } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { keptLockoutPolicy } from '../settings/index.ts'
import { type CheckOutcome, lockEvents, releaseEvents, slowedBy, userFacet } from '../users/index.ts'

/** Returns the events that lock the user after this many failures in a row; none below the limit. */
export type LockAfter = (failures: number) => readonly EventBody[]

/**
 * Counts an evaluated code towards the user's lockout. `count` receives the failures in a row before it; an overdue lock
 * is released first and restarts the count.
 */
export async function countAttempt(
  tx: Transaction,
  user: Stream,
  failedAttempts: number,
  count: (failures: number, lockAfter: LockAfter) => CheckOutcome,
): Promise<CheckOutcome> {
  const released = releaseEvents(user.state(userFacet), tx.now)
  const failures = released.length > 0 ? 0 : failedAttempts
  const policy = await keptLockoutPolicy(tx, user.owner)
  const limits = { limit: policy.maxOtpAttempts, releaseAfterSeconds: policy.releaseAfterSeconds }
  const outcome = count(failures, (reached) => lockEvents(reached, limits, tx.now))
  return slowedBy(failures + 1, { ...outcome, userEvents: [...released, ...outcome.userEvents] })
}
