import type { Facet, Recorded } from '../../kernel/facet.ts'
import type { MachineCredentialEvent } from './events.ts'

/** A machine's client secret: at most one, its argon2id hash sealed. */
export type ClientSecretState =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly secretId: string }

const none: ClientSecretState = { kind: 'none' }

/** The client secret of one machine; setting another one replaces it. */
export const clientSecretFacet: Facet<ClientSecretState> = {
  name: 'clientSecret',
  streams: ['user'],
  events: {},
  initial: none,
  evolve(state, recorded) {
    const event = recorded as Recorded<MachineCredentialEvent>
    switch (event.type) {
      case 'user.machine.secret.set':
        return { kind: 'set', secretId: event.payload.secretId }
      case 'user.machine.secret.removed':
        return none
      default:
        return recorded.type === 'user.removed' ? none : state
    }
  },
  secrets: (state) => (state.kind === 'set' ? [state.secretId] : []),
}
