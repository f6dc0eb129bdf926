import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { userRemoved } from '../users/index.ts'
import { type ClientSecretEvent, machineSecretRemoved, machineSecretSet } from './events.ts'

/** A machine's client secret: at most one, its argon2id hash sealed. */
export type ClientSecretState =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly secretId: string }

const none: ClientSecretState = { kind: 'none' }

/** The client secret of one machine; a new one replaces it. */
export const clientSecretFacet: Facet<ClientSecretState, ClientSecretEvent | EventOf<typeof userRemoved>> = {
  name: 'clientSecret',
  streams: ['user'],
  events: [machineSecretSet, machineSecretRemoved],
  hears: [userRemoved],
  initial: none,
  evolve(_, event) {
    switch (event.type) {
      case machineSecretSet.type:
        return { kind: 'set', secretId: event.payload.secretId }
      case machineSecretRemoved.type:
      case userRemoved.type:
        return none
    }
  },
  secrets: (state) => (state.kind === 'set' ? [state.secretId] : []),
}
