import type { Call } from '../../access/call.ts'
import { hasPermission, refuseStrangers, requirePermission } from '../../access/permission.ts'
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

/**
 * Requires the user itself or `user.write` in the user's organization before the user's state is read. An unknown user
 * has no organization: callers with the right on the instance pass, callers with the right in some organization hear that
 * there is no such user, and others are refused as with users of other organizations.
 */
export function requireWriteRightFirst(
  call: Call,
  user: Pick<Stream, 'id' | 'owner'>,
  { self = true }: { readonly self?: boolean } = {},
): void {
  const permission = 'user.write'
  if (user.owner === '' && mayInSomeOrg(call, permission)) throw new DomainError(userNotFound)
  requirePermission(call, permission, { orgId: user.owner || undefined, self: self ? user.id : undefined })
}

function mayInSomeOrg({ principal, instance }: Call, permission: string): boolean {
  if (principal.kind === 'anonymous' || hasPermission(principal, permission, { instanceId: instance.id }))
    return false
  return principal.memberships.some(({ aggregateId }) =>
    hasPermission(principal, permission, { instanceId: instance.id, orgId: aggregateId }),
  )
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
