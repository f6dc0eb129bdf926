import type { Call } from '../../access/call.ts'
import { isSelf, missingPermission, requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import { DomainError } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { changeUser, userFacet, userNotFound } from '../users/index.ts'

/** Removes a user and, through the reactions of other features, everything that was theirs, in one transaction. */
export function removeAccount(deps: Deps, call: Call, userId: string, withinOrg?: string): Promise<Stream> {
  return changeUser(deps.log, call, userId, (user) => {
    const known =
      user.state(userFacet).kind !== 'none' && (withinOrg === undefined || user.owner === withinOrg)
    if (!known) throw new DomainError(userNotFound)
    if (withinOrg === undefined) requireRemovalRight(call, user)
    return [{ type: 'user.removed', payload: {} }]
  })
}

/** `user.delete` in the user's organization; on oneself `user.self.delete` does too (users notes §6). */
function requireRemovalRight(call: Call, user: Stream): void {
  const reach = { instanceId: call.instance.id, orgId: user.owner }
  if (isSelf(call.principal, user.id) && !missingPermission(call.principal, 'user.self.delete', reach)) return
  requirePermission(call, 'user.delete', { orgId: user.owner })
}
