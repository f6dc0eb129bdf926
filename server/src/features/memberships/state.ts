import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { instanceAdded } from '../instances/events.ts'
import { orgAdded, orgRemoved } from '../organizations/events.ts'
import { memberEvents } from './events.ts'
import { membershipRows } from './rows.ts'

/** The roles of a user on one instance or organization. */
export type Member = {
  readonly roles: readonly string[]
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The members of an instance or organization, by user id; `none` if it does not exist. */
export type MembersState =
  | { readonly kind: 'none' }
  | { readonly kind: 'open'; readonly members: { readonly [userId: string]: Member } }

type OwnerEvent = EventOf<typeof instanceAdded | typeof orgAdded | typeof orgRemoved>

const initial: MembersState = { kind: 'none' }
const { instance, org } = memberEvents

type LevelEvent = EventOf<typeof instance> | EventOf<typeof org>

/** The members of an instance or organization. */
export const membersFacet: Facet<MembersState, LevelEvent | OwnerEvent> = {
  name: 'members',
  streams: ['instance', 'org'],
  events: [...Object.values(instance), ...Object.values(org)],
  hears: [instanceAdded, orgAdded, orgRemoved],
  initial,
  evolve(state, event) {
    switch (event.type) {
      case instanceAdded.type:
      case orgAdded.type:
        return { kind: 'open', members: {} }
      case orgRemoved.type:
        return initial
    }
    if (state.kind === 'none') return state
    switch (event.type) {
      case instance.added.type:
      case org.added.type:
      case instance.changed.type:
      case org.changed.type: {
        const { userId, roles } = event.payload
        const before = memberOf(state, userId)
        const { createdAt, sequence } = event
        const member = { roles, createdAt: before?.createdAt ?? createdAt, changedAt: createdAt, sequence }
        return { kind: 'open', members: { ...state.members, [userId]: member } }
      }
      case instance.removed.type:
      case org.removed.type:
      case instance.cascadeRemoved.type:
      case org.cascadeRemoved.type: {
        const { [event.payload.userId]: _, ...members } = state.members
        return { kind: 'open', members }
      }
    }
  },
  rows: membershipRows,
}

/** The member with this user id, which may be any text (`constructor`, too). */
export function memberOf(state: MembersState, userId: string): Member | undefined {
  return state.kind === 'open' && Object.hasOwn(state.members, userId) ? state.members[userId] : undefined
}
