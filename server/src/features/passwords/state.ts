import type { Facet, Recorded } from '../../kernel/facet.ts'
import { type PasswordEvent, passwordEvents } from './events.ts'

/** An outstanding reset code; its plain text is a sealed secret. */
export type ResetCode = {
  readonly secretId: string
  readonly expiresAt: string
  readonly returned: boolean
  readonly medium: 'email' | 'sms'
  readonly urlTemplate: string
  /** Wrong tries at this code. */
  readonly failures: number
}

export type PasswordState = {
  /** The sealed hash, when a password is set. */
  readonly hash: {
    readonly secretId: string
    readonly changeRequired: boolean
    readonly changedAt: string
  } | null
  /** Wrong guesses since the last success, change or unlock. */
  readonly failures: number
  readonly resetCode: ResetCode | null
}

const initial: PasswordState = { hash: null, failures: 0, resetCode: null }

/** A person's password: the hash that counts, the failures so far, the code that may replace it. */
export const passwordFacet: Facet<PasswordState> = {
  name: 'password',
  streams: ['user'],
  events: passwordEvents,
  initial,
  evolve,
  secrets: ({ hash, resetCode }) => [
    ...(hash ? [hash.secretId] : []),
    ...(resetCode ? [resetCode.secretId] : []),
  ],
}

function evolve(state: PasswordState, recorded: Recorded): PasswordState {
  if (recorded.type === 'user.removed' || recorded.type === 'user.human.added') return initial
  if (recorded.type === 'user.unlocked') return state.failures === 0 ? state : { ...state, failures: 0 }
  if (recorded.type === 'user.human.email.changed') return withoutCodeBy('email', state)
  if (recorded.type === 'user.human.phone.changed' || recorded.type === 'user.human.phone.removed') {
    return withoutCodeBy('sms', state)
  }
  const event = recorded as Recorded<PasswordEvent>
  switch (event.type) {
    case 'user.human.password.changed':
      return {
        hash: { ...event.payload, changedAt: event.createdAt },
        failures: 0,
        resetCode: null,
      }
    case 'user.human.password.hash.updated':
      return state.hash ? { ...state, hash: { ...state.hash, secretId: event.payload.secretId } } : state
    case 'user.human.password.check.succeeded':
      return { ...state, failures: 0 }
    case 'user.human.password.check.failed':
      return { ...state, failures: state.failures + 1 }
    case 'user.human.password.code.added':
      return {
        ...state,
        resetCode: { ...event.payload, urlTemplate: event.payload.urlTemplate ?? '', failures: 0 },
      }
    case 'user.human.password.code.check.failed':
      return state.resetCode
        ? { ...state, resetCode: { ...state.resetCode, failures: state.resetCode.failures + 1 } }
        : state
    default:
      return state
  }
}

/** A code that was sent to an address the person no longer has is void. */
function withoutCodeBy(medium: ResetCode['medium'], state: PasswordState): PasswordState {
  return state.resetCode?.medium === medium ? { ...state, resetCode: null } : state
}
