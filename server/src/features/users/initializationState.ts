import type { Facet } from '../../kernel/facet.ts'

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

/** The initialization code of a person made by the v1 API; void once used or replaced, or with another address. */
export const initializationFacet: Facet<InitializationState> = {
  name: 'initialization',
  streams: ['user'],
  events: {},
  initial: none,
  evolve(state, event) {
    switch (event.type) {
      case 'user.human.initialization.code.added': {
        const { secretId, expiresAt } = event.payload as { secretId: string; expiresAt: string }
        return { kind: 'outstanding', secretId, expiresAt, failures: 0 }
      }
      case 'user.human.initialization.check.failed':
        return state.kind === 'outstanding' ? { ...state, failures: state.failures + 1 } : state
      case 'user.human.email.changed':
      case 'user.human.initialization.check.succeeded':
      case 'user.human.added':
      case 'user.removed':
        return none
      default:
        return state
    }
  },
  secrets: (state) => (state.kind === 'outstanding' ? [state.secretId] : []),
}
