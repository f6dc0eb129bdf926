import type { Facet } from '../../kernel/facet.ts'
import { type LogoutEvent, logoutSent } from './events.ts'

/** The audit of back-channel logout; nothing depends on it. */
export const logoutFacet: Facet<null, LogoutEvent> = {
  name: 'backChannelLogout',
  streams: ['session'],
  events: [logoutSent],
  initial: null,
  evolve: (state) => state,
}
