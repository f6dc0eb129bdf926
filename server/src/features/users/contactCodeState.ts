import type { EventDefinition, EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import {
  emailChanged,
  emailCodeAdded,
  emailCodeSent,
  emailVerificationFailed,
  emailVerified,
  humanAdded,
  phoneChanged,
  phoneCodeAdded,
  phoneCodeSent,
  phoneRemoved,
  phoneVerificationFailed,
  phoneVerified,
  userRemoved,
} from './events.ts'

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

/** The events that send and check the codes of one channel, and those that make its code void. */
const emailCodeEvents = [emailCodeAdded, emailCodeSent, emailVerificationFailed] as const
const phoneCodeEvents = [phoneCodeAdded, phoneCodeSent, phoneVerificationFailed] as const
const emailVoids = [emailVerified, emailChanged, humanAdded, userRemoved] as const
const phoneVoids = [phoneVerified, phoneChanged, phoneRemoved, humanAdded, userRemoved] as const

type ContactCodeEvent = EventOf<typeof emailCodeEvents | typeof phoneCodeEvents>
type VoidingEvent = EventOf<typeof emailVoids | typeof phoneVoids>

/** The verification code of a channel; void once verified or replaced, and with the address that it was sent to. */
const contactCodeFacet = (
  name: string,
  events: readonly EventDefinition<ContactCodeEvent['type']>[],
  hears: readonly EventDefinition<VoidingEvent['type']>[],
): Facet<ContactCodeState, ContactCodeEvent | VoidingEvent> => ({
  name,
  streams: ['user'],
  events,
  hears,
  initial: none,
  evolve(state, event) {
    switch (event.type) {
      case emailCodeAdded.type:
      case phoneCodeAdded.type: {
        const { secretId, expiresAt, returned, urlTemplate = '' } = event.payload
        return { kind: 'outstanding', secretId, expiresAt, returned, urlTemplate, failures: 0 }
      }
      case emailVerificationFailed.type:
      case phoneVerificationFailed.type:
        return state.kind === 'outstanding' ? { ...state, failures: state.failures + 1 } : state
      case emailCodeSent.type:
      case phoneCodeSent.type:
        return state
      default:
        return none
    }
  },
  secrets: (state) => (state.kind === 'outstanding' ? [state.secretId] : []),
})

/** The code that proves control of a person's e-mail address. */
export const emailCodeFacet = contactCodeFacet('emailCode', emailCodeEvents, emailVoids)
/** The code that proves control of a person's phone number. */
export const phoneCodeFacet = contactCodeFacet('phoneCode', phoneCodeEvents, phoneVoids)
