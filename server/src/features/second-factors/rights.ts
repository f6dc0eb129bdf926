import type { Call } from '../../access/call.ts'
import type { Stream } from '../../eventlog/types.ts'
import { type UserId, userId } from '../../kernel/ids.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { requireRight, type Within } from '../users/index.ts'
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

/** Returns the caller's own user id, for services that act on their caller. */
export function callerUserId(call: Call): UserId {
  if (call.principal.kind === 'user') return userId(call.principal.userId)
  throw new DomainError(callerIsNoUser)
}

/** Refuses users outside `within` as if they had no factor. */
export function requireWithin(within: Within, call: Call, user: Stream): void {
  if (within === 'context' && user.owner !== call.orgId) throw new DomainError(factorNotFound)
}
