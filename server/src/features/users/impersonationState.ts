import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { userImpersonated } from './events.ts'

/** Owns the record of impersonations, which only the audit reads; it keeps nothing. */
export const impersonationFacet: Facet<null, EventOf<typeof userImpersonated>> = {
  name: 'impersonations',
  streams: ['user'],
  events: [userImpersonated],
  initial: null,
  evolve: () => null,
}
