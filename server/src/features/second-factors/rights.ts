import type { Call } from '../../access/call.ts'
import { refuseStrangers, requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import { type UserId, userId } from '../../kernel/ids.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { userFacet, userNotFound } from '../users/index.ts'
import { factorNotFound } from './refusals.ts'

const callerIsNoUser = refuse(
  'second_factor.caller_not_a_user',
  'not_found',
  'this call acts on its own caller; use the token of a person',
)

/** CRED: the user itself, or `user.credential.write` in the user's organization (factors notes §0). */
export function requireCredentialRight(call: Call, user: Stream): void {
  requireRight(call, user, 'user.credential.write')
}

/** WRITE: the user itself, or `user.write` in the user's organization (factors notes §0). */
export function requireWriteRight(call: Call, user: Stream): void {
  requireRight(call, user, 'user.write')
}

/** Refuses callers of other organizations without saying which factors a user has; unknown users have none. */
export function refuseStrangersTo(call: Call, user: Stream): void {
  if (user.state(userFacet).kind === 'none') return
  refuseStrangers(call, { orgId: user.owner, self: user.id })
}

/** Returns the caller's own user id, for services that act on their caller. */
export function callerUserId(call: Call): UserId {
  if (call.principal.kind === 'user') return userId(call.principal.userId)
  throw new DomainError(callerIsNoUser)
}

/** Where a user is looked up: `context` hides users of other organizations than the call's. */
export type Within = 'instance' | 'context'

/** Refuses users outside `within` as if they had no factor. */
export function requireWithin(within: Within, call: Call, user: Stream): void {
  if (within === 'context' && user.owner !== call.orgId) throw new DomainError(factorNotFound)
}

function requireRight(call: Call, user: Stream, permission: string): void {
  if (user.state(userFacet).kind === 'none') throw new DomainError(userNotFound)
  requirePermission(call, permission, { orgId: user.owner, self: user.id })
}
