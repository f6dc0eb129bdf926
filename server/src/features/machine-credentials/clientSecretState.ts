import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { userRemoved } from '../users/index.ts'
import {
  type ClientSecretEvent,
  machineSecretRemoved,
  machineSecretSet,
  machineSecretUpdated,
} from './events.ts'

/** A machine's client secret: at most one, its digest sealed; secrets of version 0.2.0 are hashed with argon2id until they are used. */
export type ClientSecretState =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly secretId: string }

const none: ClientSecretState = { kind: 'none' }

/** The client secret of one machine; a new one replaces it. */
export const clientSecretFacet: Facet<ClientSecretState, ClientSecretEvent | EventOf<typeof userRemoved>> = {
  name: 'clientSecret',
  streams: ['user'],
  events: [machineSecretSet, machineSecretUpdated, machineSecretRemoved],
  hears: [userRemoved],
  initial: none,
  evolve(_, event) {
    switch (event.type) {
      case machineSecretSet.type:
      case machineSecretUpdated.type:
        return { kind: 'set', secretId: event.payload.secretId }
      case machineSecretRemoved.type:
      case userRemoved.type:
        return none
    }
  },
  secrets: (state) => (state.kind === 'set' ? [state.secretId] : []),
}

/** SQL for the id of a machine's sealed secret, by the alias of its row in `streams`; null without one. */
export const clientSecretIdSql = (stream: string) => `${stream}.facets->'clientSecret'->>'secretId'`
