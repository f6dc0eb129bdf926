import type { Facet, Recorded } from '../../kernel/facet.ts'
import { codeEvents, codeEventTypes } from './events.ts'

/** A code that lets its holder begin the registration of a passkey; its plain text is a sealed secret. */
export type RegistrationCode = {
  readonly codeId: string
  readonly secretId: string
  readonly expiresAt: string
  /** False until a code that is sent has left. */
  readonly active: boolean
  readonly failures: number
}

/** The outstanding codes of a person, oldest first. */
export type RegistrationCodesState = readonly RegistrationCode[]

/** Wrong tries after which a code is void. */
const maxFailures = 3

/** Registration codes: several may be outstanding, each works once. */
export const registrationCodesFacet: Facet<RegistrationCodesState> = {
  name: 'passkeyCodes',
  streams: ['user'],
  events: codeEvents,
  initial: [],
  evolve,
  secrets: (state) => state.map(({ secretId }) => secretId),
}

type Issued = Pick<RegistrationCode, 'codeId' | 'secretId' | 'expiresAt'>

function evolve(state: RegistrationCodesState, event: Recorded): RegistrationCodesState {
  const named = (code: RegistrationCode) => code.codeId === event.payload['codeId']
  switch (event.type) {
    case 'user.removed':
      return state.length === 0 ? state : []
    case codeEventTypes.added:
      return issued(state, event, true)
    case codeEventTypes.requested:
      return issued(state, event, false)
    case codeEventTypes.sent:
      return state.map((code) => (named(code) ? { ...code, active: true } : code))
    case codeEventTypes.succeeded:
      return state.filter((code) => !named(code))
    case codeEventTypes.failed:
      return state
        .map((code) => (named(code) ? { ...code, failures: code.failures + 1 } : code))
        .filter(({ failures }) => failures < maxFailures)
    default:
      return state
  }
}

/** Expired codes leave when a new one comes. */
function issued(state: RegistrationCodesState, event: Recorded, active: boolean): RegistrationCodesState {
  const { codeId, secretId, expiresAt } = event.payload as Issued
  const valid = state.filter((code) => new Date(code.expiresAt) > new Date(event.createdAt))
  return [...valid, { codeId, secretId, expiresAt, active, failures: 0 }]
}
