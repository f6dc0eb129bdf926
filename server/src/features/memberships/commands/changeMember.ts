import type { Decision } from '../../../kernel/facet.ts'
import type { UserId } from '../../../kernel/ids.ts'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import type { MemberEvent } from '../events.ts'
import { eventsAt, type Place } from '../place.ts'
import { type MembersState, memberOf } from '../state.ts'
import { assignedRoles } from './roles.ts'

export const memberNotFound = refuse(
  'memberships.not_found',
  'not_found',
  'this user is not a member here; add it first',
)

/** Replaces a member's roles; the same roles again change nothing. */
export function changeMember(
  state: MembersState,
  input: Place & {
    readonly userId: UserId
    readonly roles: readonly string[]
    readonly assignable: readonly string[]
  },
): Decision<MemberEvent> {
  const { userId } = input
  const roles = assignedRoles(input.roles, input.assignable)
  if (isRefusal(roles)) return roles
  const member = memberOf(state, userId)
  if (member === undefined) return memberNotFound
  if (sameRoles(member.roles, roles)) return []
  return [eventsAt(input).changed({ userId, roles })]
}

function sameRoles(before: readonly string[], after: readonly string[]): boolean {
  return before.length === after.length && after.every((role) => before.includes(role))
}
