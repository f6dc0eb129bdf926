import type { Facet } from '../../kernel/facet.ts'

/** An outstanding code that proves control of an address; its plain text is a sealed secret. */
export type ContactCodeState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'outstanding'
      readonly secretId: string
      readonly expiresAt: string
      readonly returned: boolean
      readonly urlTemplate: string
      readonly failures: number
    }

const none: ContactCodeState = { kind: 'none' }

type CodeAdded = {
  readonly secretId: string
  readonly expiresAt: string
  readonly returned: boolean
  readonly urlTemplate?: string
}

/** The verification code of one contact channel; void once verified, replaced, changed or removed. */
function contactCodeFacet(channel: 'email' | 'phone'): Facet<ContactCodeState> {
  const prefix = `user.human.${channel}`
  return {
    name: `${channel}Code`,
    streams: ['user'],
    events: {},
    initial: none,
    evolve(state, event) {
      switch (event.type) {
        case `${prefix}.code.added`: {
          const { secretId, expiresAt, returned, urlTemplate } = event.payload as CodeAdded
          return {
            kind: 'outstanding',
            secretId,
            expiresAt,
            returned,
            urlTemplate: urlTemplate ?? '',
            failures: 0,
          }
        }
        case `${prefix}.verification.failed`:
          return state.kind === 'outstanding' ? { ...state, failures: state.failures + 1 } : state
        case `${prefix}.verified`:
        case `${prefix}.changed`:
        case `${prefix}.removed`:
        case 'user.human.added':
        case 'user.removed':
          return none
        default:
          return state
      }
    },
    secrets: (state) => (state.kind === 'outstanding' ? [state.secretId] : []),
  }
}

export const emailCodeFacet = contactCodeFacet('email')
export const phoneCodeFacet = contactCodeFacet('phone')
