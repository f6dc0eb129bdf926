import { z } from 'zod'
import type { Deps, Task } from '../manifest.ts'
import { isUsable, userFacet } from '../users/index.ts'
import { endSessionsOf } from './reactions.ts'

const payload = z.object({ instanceId: z.string(), userId: z.string(), cause: z.string(), at: z.string() })

/**
 * Ends sessions that were bound to a user by a request that committed just before the user was removed or stopped,
 * unseen by that transaction: after its commit they are visible. Newer ones of a reactivated user stay.
 */
export function endMissedSessions(deps: Deps): Task {
  return async (job) => {
    const { instanceId, userId, cause, at } = payload.parse(job)
    const writing = { instanceId, creator: 'system', now: new Date() }
    await deps.log.transact(writing, { type: 'user', id: userId }, async (tx) => {
      const user = await tx.load({ type: 'user', id: userId })
      const usable = isUsable(user.state(userFacet), tx.now)
      await endSessionsOf(tx, userId, cause, usable ? at : undefined)
    })
  }
}
