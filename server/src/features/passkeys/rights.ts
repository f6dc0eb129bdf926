import type { Call } from '../../access/call.ts'
import { hasPermission, requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import { type UserId, userId } from '../../kernel/ids.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { requireHuman, userNotFound } from '../users/index.ts'
import { keyNotFound } from './refusals.ts'

const callerIsNoUser = refuse(
  'passkey.caller_not_a_user',
  'not_found',
  'this call acts on its own caller; use the token of a person',
)

/** CRED: the person itself, or `user.credential.write` in its organization (factors notes §0). */
export function requireCredentialRight(call: Call, user: Stream): void {
  requireHuman(user)
  requirePermission(call, 'user.credential.write', { orgId: user.owner, self: user.id })
}

/** Requires a person of the context organization, in which dispatch has checked the right. Other users look missing. */
export function requirePersonInContext(call: Call, user: Stream): void {
  requireHuman(user)
  if (user.owner !== call.orgId) throw new DomainError(userNotFound)
}

/** A person in an organization where the caller may write passkeys; others look missing. */
export function requirePersonInReach(call: Call, user: Stream): void {
  requireHuman(user)
  const reach = { instanceId: call.instance.id, orgId: user.owner }
  if (!hasPermission(call.principal, 'user.passkey.write', reach)) throw new DomainError(userNotFound)
}

/** Keys of users outside the context organization look missing. */
export function requireKeyInContext(call: Call, user: Stream): void {
  if (user.owner !== call.orgId) throw new DomainError(keyNotFound)
}

/** Returns the caller's own user id, for services that act on their caller. */
export function callerUserId(call: Call): UserId {
  if (call.principal.kind === 'user') return userId(call.principal.userId)
  throw new DomainError(callerIsNoUser)
}
