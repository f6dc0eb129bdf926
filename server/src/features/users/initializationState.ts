import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import {
  emailChanged,
  humanAdded,
  initializationCodeAdded,
  initializationCodeSent,
  initializationEvents,
  initializationFailed,
  initializationSucceeded,
  userRemoved,
} from './events.ts'

/** The outstanding code with which a new person finishes the initialization; its plain text is a sealed secret. */
export type InitializationState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'outstanding'
      readonly secretId: string
      readonly expiresAt: string
      /** Wrong tries at this code. */
      readonly failures: number
    }

const none: InitializationState = { kind: 'none' }
const heard = [emailChanged, humanAdded, userRemoved] as const

/** The initialization code of a person created by the v1 API; void once used or replaced, or with another address. */
export const initializationFacet: Facet<
  InitializationState,
  EventOf<typeof initializationEvents | typeof heard>
> = {
  name: 'initialization',
  streams: ['user'],
  events: initializationEvents,
  hears: heard,
  initial: none,
  evolve(state, event) {
    switch (event.type) {
      case initializationCodeAdded.type: {
        const { secretId, expiresAt } = event.payload
        return { kind: 'outstanding', secretId, expiresAt, failures: 0 }
      }
      case initializationFailed.type:
        return state.kind === 'outstanding' ? { ...state, failures: state.failures + 1 } : state
      case initializationCodeSent.type:
        return state
      case initializationSucceeded.type:
      case emailChanged.type:
      case humanAdded.type:
      case userRemoved.type:
        return none
    }
  },
  secrets: (state) => (state.kind === 'outstanding' ? [state.secretId] : []),
}
