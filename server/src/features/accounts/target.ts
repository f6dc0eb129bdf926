import type { Call } from '../../access/call.ts'
import type { Stream } from '../../eventlog/types.ts'
import { DomainError, type Refusal } from '../../kernel/refusal.ts'
import {
  type Human,
  requireHuman,
  requireInitializedHuman,
  type UserState,
  userFacet,
  userNotFound,
} from '../users/index.ts'

/** Whom a write is about. With `withinOrg`, users of other organizations look missing (management.v1). */
export interface Target {
  readonly userId: string
  readonly withinOrg?: string | undefined
}

/** A person to write about, and how a missing or unfinished one is answered. */
export interface PersonTarget extends Target {
  /** The refusal for unknown users, machines and users elsewhere; not_found unless told. */
  readonly missing?: Refusal
  /** Whether people who have not finished their initialization are written about, too. */
  readonly initialAllowed?: boolean
}

/** A user of the context organization, as management.v1 means it. */
export function inContext(call: Call, userId: string): Target {
  return { userId, withinOrg: call.orgId }
}

/** The caller itself, as auth.v1 means it; refuses callers that are no users. */
export function myself(call: Call): Target {
  if (call.principal.kind !== 'user') throw new DomainError(userNotFound)
  return { userId: call.principal.userId }
}

/** The user as the target sees it: `none` when it belongs elsewhere. */
export function userAt(user: Stream, { withinOrg }: Target): UserState {
  return withinOrg === undefined || user.owner === withinOrg ? user.state(userFacet) : { kind: 'none' }
}

/** The person as the target sees it; throws the target's refusals. */
export function personAt(user: Stream, target: PersonTarget): Human {
  const { missing = userNotFound, initialAllowed = false } = target
  if (userAt(user, target).kind === 'none') throw new DomainError(missing)
  return initialAllowed ? requireHuman(user, missing) : requireInitializedHuman(user, missing)
}
