import type { Facet, Recorded } from '../../kernel/facet.ts'
import { type MembershipEvent, membershipEvents } from './events.ts'
import { membershipRows } from './rows.ts'

export type Member = {
  readonly roles: readonly string[]
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The members of an instance or organization; `none` where it does not exist (any more). */
export type MembersState =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly members: { readonly [userId: string]: Member } }

const initial: MembersState = { kind: 'none' }

/** Who belongs to an instance or organization, by user id. */
export const membersFacet: Facet<MembersState> = {
  name: 'members',
  streams: ['instance', 'org'],
  events: membershipEvents,
  initial,
  evolve,
  rows: membershipRows,
}

function evolve(state: MembersState, recorded: Recorded): MembersState {
  if (recorded.type === 'instance.added' || recorded.type === 'org.added')
    return { kind: 'open', members: {} }
  if (recorded.type === 'org.removed') return initial
  if (state.kind === 'none') return state
  const event = recorded as Recorded<MembershipEvent>
  switch (event.type) {
    case 'instance.member.added':
    case 'org.member.added':
    case 'instance.member.changed':
    case 'org.member.changed': {
      const { userId, roles } = event.payload
      const before = memberOf(state, userId)
      const { createdAt, sequence } = event
      const member = { roles, createdAt: before?.createdAt ?? createdAt, changedAt: createdAt, sequence }
      return { kind: 'open', members: { ...state.members, [userId]: member } }
    }
    case 'instance.member.removed':
    case 'org.member.removed':
    case 'instance.member.cascade.removed':
    case 'org.member.cascade.removed': {
      const { [event.payload.userId]: _, ...members } = state.members
      return { kind: 'open', members }
    }
    default:
      return state
  }
}

/** The member with this user id, whatever the id is called (`constructor` is a possible id). */
export function memberOf(state: MembersState, userId: string): Member | undefined {
  return state.kind === 'open' && Object.hasOwn(state.members, userId) ? state.members[userId] : undefined
}
