import type { Call } from '../../../access/call.ts'
import { isSelf, missingPermission, refuseStrangers, requirePermission } from '../../../access/permission.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import {
  type MetadataState,
  metadataFacet,
  type UserState,
  userMissing,
  userNotFound,
  userRemoved,
} from '../../users/index.ts'
import { decideOnUser, type Target, userAt } from '../target.ts'

/**
 * Locks, unlocks, deactivates or reactivates. The state decides first, then `user.write` is required, also of oneself;
 * the refusal for strangers does not depend on the state.
 */
export function changeStatus(
  deps: Deps,
  call: Call,
  target: Target,
  decide: (user: UserState, now: Date) => Decision,
): Promise<Stream> {
  return decideOnUser(deps, call, target, (user, tx) => {
    const state = userAt(user, target)
    if (state.kind !== 'none') refuseStrangers(call, { orgId: user.owner, self: user.id })
    const events = accept(decide(state, tx.now))
    requirePermission(call, 'user.write', { orgId: user.owner })
    return events
  })
}

/** Sets or removes metadata; requires `user.write`, also of oneself. */
export function changeMetadata(
  deps: Deps,
  call: Call,
  target: Target,
  decide: (metadata: MetadataState) => Decision,
): Promise<Stream> {
  return decideOnUser(deps, call, target, (user) => {
    if (userAt(user, target).kind === 'none') return userMissing
    requirePermission(call, 'user.write', { orgId: user.owner })
    return decide(user.state(metadataFacet))
  })
}

/** Removes a user; reactions of other features remove everything that belongs to it in the same transaction. */
export function removeUser(deps: Deps, call: Call, target: Target): Promise<Stream> {
  return decideOnUser(deps, call, target, (user) => {
    if (userAt(user, target).kind === 'none') return userNotFound
    if (target.withinOrg === undefined) requireRemovalRight(call, user)
    return [userRemoved()]
  })
}

/** Requires `user.delete` in the user's organization; on oneself `user.self.delete` is enough (users notes §6). */
function requireRemovalRight(call: Call, user: Stream): void {
  const reach = { instanceId: call.instance.id, orgId: user.owner }
  if (isSelf(call.principal, user.id) && !missingPermission(call.principal, 'user.self.delete', reach)) return
  requirePermission(call, 'user.delete', { orgId: user.owner })
}
