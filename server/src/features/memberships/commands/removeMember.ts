import type { Decision } from '../../../kernel/facet.ts'
import type { UserId } from '../../../kernel/ids.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { MemberEvent } from '../events.ts'
import { eventsAt, type Place } from '../place.ts'
import { type MembersState, memberOf } from '../state.ts'

export const lastOwner = refuse(
  'memberships.last_owner',
  'failed_precondition',
  'this is the last IAM_OWNER of the instance; give another user the role first',
)

/** Ends a membership; a user who is not a member is no error. `cascade`: because the user is removed. */
export function removeMember(
  state: MembersState,
  input: Place & { readonly userId: UserId; readonly cascade?: boolean },
): Decision<MemberEvent> {
  const { userId, cascade } = input
  if (memberOf(state, userId) === undefined) return []
  if (isLastOwner(state, userId)) return lastOwner
  const { removed, cascadeRemoved } = eventsAt(input)
  return [cascade ? cascadeRemoved({ userId }) : removed({ userId })]
}

/** Whether this user is the only IAM_OWNER: without one, nobody could repair the instance. */
export function isLastOwner(state: MembersState, userId: UserId): boolean {
  if (state.kind === 'none' || !memberOf(state, userId)?.roles.includes('IAM_OWNER')) return false
  return !Object.entries(state.members).some(
    ([id, { roles }]) => id !== userId && roles.includes('IAM_OWNER'),
  )
}
