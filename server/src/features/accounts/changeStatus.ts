import type { Call } from '../../access/call.ts'
import { refuseStrangers, requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { Decision } from '../../kernel/facet.ts'
import { accept } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { changeUser, type UserState } from '../users/index.ts'
import { type Target, userAt } from './target.ts'

/**
 * Locks, unlocks, deactivates or reactivates: the state decides first, then `user.write` is asked, also of oneself.
 * Strangers learn nothing of the state.
 */
export function changeStatus(
  deps: Deps,
  call: Call,
  target: Target,
  decide: (user: UserState, now: Date) => Decision,
): Promise<Stream> {
  return changeUser(deps.log, call, target.userId, (user, tx) => {
    const state = userAt(user, target)
    if (state.kind !== 'none') refuseStrangers(call, { orgId: user.owner, self: user.id })
    const events = accept(decide(state, tx.now))
    requirePermission(call, 'user.write', { orgId: user.owner })
    return events
  })
}
