import { workOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import { handle, type TaskHandler } from '../../jobs/task.ts'
import type { Deps } from '../manifest.ts'
import { isUsable, userFacet } from '../users/index.ts'
import { endMissedSessions } from './jobs.ts'
import { endSessionsOf } from './reactions.ts'

/** Handles `endMissedSessions`. After the commit those sessions are visible; newer ones of a reactivated user stay. */
export function sessionTasks({ log, clock }: Deps): readonly TaskHandler[] {
  return [
    handle(endMissedSessions, async ({ instanceId, userId, cause, at }) => {
      const ref = { type: 'user', id: userId }
      await workOn(log, systemWriting(clock, instanceId), ref, async (user, tx) => {
        const usable = isUsable(user.state(userFacet), tx.now)
        await endSessionsOf(tx, userId, cause, usable ? at : undefined)
      })
    }),
  ]
}
