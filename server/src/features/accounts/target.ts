import { type Call, writing } from '../../access/call.ts'
import { decideOn, type Outcome } from '../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import { type OrgId, type UserId, userId } from '../../kernel/ids.ts'
import { DomainError, type Refusal } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import {
  type Human,
  type Machine,
  requireHuman,
  requireInitializedHuman,
  type UserState,
  userFacet,
  userNotFound,
} from '../users/index.ts'

/** The user that a request is about. With `withinOrg`, users of other organizations look missing (management.v1). */
export interface Target {
  readonly userId: UserId
  readonly withinOrg?: OrgId | undefined
}

/** A person that a request is about. */
export interface PersonTarget extends Target {
  /** The refusal for unknown users, machines and users of other organizations; not_found by default. */
  readonly missing?: Refusal
  /** Whether people who have not finished their initialization are accepted. */
  readonly initialAllowed?: boolean
}

/** Names a user of any organization, as user.v2 does. */
export function anyUser(id: string): Target {
  return { userId: userId(id) }
}

/** Names a user of the context organization, as management.v1 does. */
export function inContext(call: Call, id: string): Target {
  return { userId: userId(id), withinOrg: call.orgId }
}

/** Names the caller, as auth.v1 does; system users do not exist in the instance and are refused. */
export function myself({ principal }: Call): Target & { readonly orgId: OrgId } {
  if (principal.kind !== 'user') throw new DomainError(userNotFound)
  return { userId: principal.userId, orgId: principal.orgId }
}

/** Returns the state of the user; `none` if it belongs to an organization outside the target. */
export function userAt(user: Stream, { withinOrg }: Target): UserState {
  return withinOrg === undefined || user.owner === withinOrg ? user.state(userFacet) : { kind: 'none' }
}

/** Returns the person; throws the target's refusals. */
export function personAt(user: Stream, target: PersonTarget): Human {
  const { missing = userNotFound, initialAllowed = false } = target
  if (userAt(user, target).kind === 'none') throw new DomainError(missing)
  return initialAllowed ? requireHuman(user, missing) : requireInitializedHuman(user, missing)
}

/** Returns the machine; people and users outside the target are refused as not found. */
export function machineAt(user: Stream, target: Target): Machine {
  const state = userAt(user, target)
  if (state.kind !== 'machine') throw new DomainError(userNotFound)
  return state
}

/** Decides on the stream of the target; `decide` may throw its refusals. */
export function decideOnUser(
  { log }: Deps,
  call: Call,
  target: Pick<Target, 'userId'>,
  decide: (user: Stream, tx: Transaction) => Outcome | Promise<Outcome>,
): Promise<Stream> {
  return decideOn(log, writing(call), { type: 'user', id: target.userId }, decide)
}
