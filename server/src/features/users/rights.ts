import type { Call } from '../../access/call.ts'
import { refuseStrangers, requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { userNotFound } from './refusals.ts'
import { userFacet } from './state.ts'

/** Where a user is looked up: `context` hides users of other organizations than the call's. */
export type Within = 'instance' | 'context'

/** Requires the user itself or the permission in the user's organization. */
export function requireRight(call: Call, user: Stream, permission: string): void {
  if (user.state(userFacet).kind === 'none') throw new DomainError(userNotFound)
  requirePermission(call, permission, { orgId: user.owner, self: user.id })
}

/** WRITE: the user itself, or `user.write` in the user's organization (factors notes §0). */
export function requireWriteRight(call: Call, user: Stream): void {
  requireRight(call, user, 'user.write')
}

/** Refuses callers of other organizations without revealing the user's factors; unknown users have none. */
export function refuseStrangersTo(call: Call, user: Stream): void {
  if (user.state(userFacet).kind === 'none') return
  refuseStrangers(call, { orgId: user.owner, self: user.id })
}
