import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import {
  addressLost,
  emailCodeAdded,
  emailCodeSent,
  emailVerificationFailed,
  emailVerified,
  humanAdded,
  initializationCodeAdded,
  initializationCodeSent,
  initializationFailed,
  initializationSucceeded,
  phoneCodeAdded,
  phoneCodeSent,
  phoneVerificationFailed,
  phoneVerified,
  userRemoved,
} from './events.ts'

/** An outstanding code of one kind; its plain text is a sealed secret. */
type CodeState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'outstanding'
      readonly secretId: string
      readonly expiresAt: string
      /** Wrong tries at this code. */
      readonly failures: number
    }

const none: CodeState = { kind: 'none' }

const events = {
  email: [emailCodeAdded, emailCodeSent, emailVerificationFailed],
  phone: [phoneCodeAdded, phoneCodeSent, phoneVerificationFailed],
  initialization: [
    initializationCodeAdded,
    initializationCodeSent,
    initializationFailed,
    initializationSucceeded,
  ],
} as const
const voidedBy = {
  email: [emailVerified, ...addressLost.email, humanAdded, userRemoved],
  phone: [phoneVerified, ...addressLost.phone, humanAdded, userRemoved],
  initialization: [...addressLost.email, humanAdded, userRemoved],
} as const

type CodeEvent = EventOf<typeof events>
type VoidingEvent = EventOf<typeof voidedBy>

/** A code is void once used or replaced, and as soon as the person no longer has the address that it was sent to. */
const codeFacet = (name: string, kind: keyof typeof events): Facet<CodeState, CodeEvent | VoidingEvent> => ({
  name,
  streams: ['user'],
  events: events[kind],
  hears: voidedBy[kind],
  initial: none,
  evolve(state, event) {
    switch (event.type) {
      case emailCodeAdded.type:
      case phoneCodeAdded.type:
      case initializationCodeAdded.type: {
        const { secretId, expiresAt } = event.payload
        return { kind: 'outstanding', secretId, expiresAt, failures: 0 }
      }
      case emailVerificationFailed.type:
      case phoneVerificationFailed.type:
      case initializationFailed.type:
        return state.kind === 'outstanding' ? { ...state, failures: state.failures + 1 } : state
      case emailCodeSent.type:
      case phoneCodeSent.type:
      case initializationCodeSent.type:
        return state
      default:
        return none
    }
  },
  secrets: (state) => (state.kind === 'outstanding' ? [state.secretId] : []),
})

/** The code that verifies a person's e-mail address. */
export const emailCodeFacet = codeFacet('emailCode', 'email')
/** The code that verifies a person's phone number. */
export const phoneCodeFacet = codeFacet('phoneCode', 'phone')
/** The code with which a person created by the v1 API finishes the initialization. */
export const initializationFacet = codeFacet('initialization', 'initialization')
