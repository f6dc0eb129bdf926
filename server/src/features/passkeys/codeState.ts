import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { addressLost, emailChanged, userRemoved } from '../users/index.ts'
import { codeAdded, codeEvents, codeFailed, codeRequested, codeSent, codeSucceeded } from './events.ts'

/** A code that lets its holder begin the registration of a passkey; its plain text is a sealed secret. */
export type RegistrationCode = {
  readonly codeId: string
  readonly secretId: string
  readonly expiresAt: string
  /** False until a code that is sent was delivered. */
  readonly active: boolean
  readonly failures: number
}

/** The outstanding codes of a person, oldest first. */
export type RegistrationCodesState = readonly RegistrationCode[]

/** The number of wrong tries that void a code. */
const maxFailures = 3

const heard = [...addressLost.email, userRemoved] as const

type HeardEvent = EventOf<typeof codeEvents | typeof heard>

/** Registration codes: several may be outstanding, each works once; all are void with the address that they are mailed to. */
export const registrationCodesFacet: Facet<RegistrationCodesState, HeardEvent> = {
  name: 'passkeyCodes',
  // 2: a change of the e-mail address voids the codes.
  revision: 2,
  streams: ['user'],
  events: codeEvents,
  hears: heard,
  initial: [],
  evolve,
  secrets: (state) => state.map(({ secretId }) => secretId),
}

function evolve(state: RegistrationCodesState, event: Recorded<HeardEvent>): RegistrationCodesState {
  switch (event.type) {
    case emailChanged.type:
    case userRemoved.type:
      return state.length === 0 ? state : []
    case codeAdded.type:
      return issued(state, event, true)
    case codeRequested.type:
      return issued(state, event, false)
    case codeSent.type: {
      const { codeId } = event.payload
      return state.map((code) => (code.codeId === codeId ? { ...code, active: true } : code))
    }
    case codeSucceeded.type:
      return state.filter(({ codeId }) => codeId !== event.payload.codeId)
    case codeFailed.type: {
      const { codeId } = event.payload
      return state
        .map((code) => (code.codeId === codeId ? { ...code, failures: code.failures + 1 } : code))
        .filter(({ failures }) => failures < maxFailures)
    }
  }
}

/** Adds a code and drops expired ones. */
function issued(
  state: RegistrationCodesState,
  { payload, createdAt }: Recorded<EventOf<typeof codeAdded | typeof codeRequested>>,
  active: boolean,
): RegistrationCodesState {
  const { codeId, secretId, expiresAt } = payload
  const valid = state.filter((code) => new Date(code.expiresAt) > new Date(createdAt))
  return [...valid, { codeId, secretId, expiresAt, active, failures: 0 }]
}
