import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { MemberLevel } from '../events.ts'
import { type MembersState, memberOf } from '../state.ts'

/** Refusal that keeps an instance from losing everybody who could repair it. */
export const lastOwner = refuse(
  'memberships.last_owner',
  'failed_precondition',
  'this is the last IAM_OWNER of the instance; give another user the role first',
)

/** Ends a membership; nothing happens when there is none. `cascade`: because the user itself is removed. */
export function removeMember(
  state: MembersState,
  input: { readonly level: MemberLevel; readonly userId: string; readonly cascade?: boolean },
): Decision {
  if (memberOf(state, input.userId) === undefined) return []
  if (isLastOwner(state, input.userId)) return lastOwner
  const verb = input.cascade ? 'cascade.removed' : 'removed'
  return [{ type: `${input.level}.member.${verb}`, payload: { userId: input.userId } }]
}

/** Whether this user is the only one who owns the instance. */
export function isLastOwner(state: MembersState, userId: string): boolean {
  if (state.kind === 'none' || !memberOf(state, userId)?.roles.includes('IAM_OWNER')) return false
  return !Object.entries(state.members).some(
    ([id, { roles }]) => id !== userId && roles.includes('IAM_OWNER'),
  )
}
