import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { inviteCodeAdded, inviteSucceeded, userRemoved } from './events.ts'

/** The last invitation of a person who has not accepted one yet; null if there is none. A code that is void by now still counts. */
export type InvitationState = { readonly invitedAt: string } | null

const events = [inviteCodeAdded, inviteSucceeded, userRemoved] as const

/** Lists the invitations that wait for their people, for searches. */
export const invitationFacet: Facet<InvitationState, EventOf<typeof events>> = {
  name: 'invitation',
  streams: ['user'],
  events: [],
  hears: events,
  initial: null,
  evolve: (_, { type, createdAt }) => (type === inviteCodeAdded.type ? { invitedAt: createdAt } : null),
  rows: (state, { instanceId, id }) =>
    state === null
      ? {}
      : { user_invitations: [{ instance_id: instanceId, user_id: id, invited_at: state.invitedAt }] },
}
