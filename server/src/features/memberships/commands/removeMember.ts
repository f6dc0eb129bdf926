import type { Decision } from '../../../kernel/facet.ts'
import type { UserId } from '../../../kernel/ids.ts'
import type { MemberEvent } from '../events.ts'
import { eventsAt, type Place } from '../place.ts'
import { type MembersState, memberOf } from '../state.ts'

/** Ends a membership; a user who is not a member is no error. `cascade`: because the user is removed. */
export function removeMember(
  state: MembersState,
  input: Place & { readonly userId: UserId; readonly cascade?: boolean },
): Decision<MemberEvent> {
  const { userId, cascade } = input
  if (memberOf(state, userId) === undefined) return []
  const { removed, cascadeRemoved } = eventsAt(input)
  return [cascade ? cascadeRemoved({ userId }) : removed({ userId })]
}
