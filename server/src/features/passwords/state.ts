import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import {
  addressLost,
  emailChanged,
  humanAdded,
  phoneChanged,
  phoneRemoved,
  userRemoved,
  userUnlocked,
} from '../users/events.ts'
import {
  type PasswordEvent,
  passwordChanged,
  passwordChangeSent,
  passwordEvents,
  passwordFailed,
  passwordHashUpdated,
  passwordSucceeded,
  resetCodeAdded,
  resetCodeFailed,
  resetCodeSent,
} from './events.ts'

/** An outstanding reset code; its plain text is a sealed secret. */
export type ResetCode = {
  readonly secretId: string
  readonly expiresAt: string
  readonly medium: 'email' | 'sms'
  /** Wrong tries at this code. */
  readonly failures: number
}

/** The sealed hash of a person and the pending reset code. */
export type PasswordState = {
  /** The sealed hash; null without a password. */
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

const heard = [...addressLost.email, ...addressLost.phone, humanAdded, userRemoved, userUnlocked] as const

/** A person's password: the present hash, the failures so far, the code that may replace it. */
export const passwordFacet: Facet<PasswordState, PasswordEvent | EventOf<typeof heard>> = {
  name: 'password',
  streams: ['user'],
  events: passwordEvents,
  hears: heard,
  initial,
  evolve(state, event) {
    switch (event.type) {
      case passwordChanged.type:
        return { hash: { ...event.payload, changedAt: event.createdAt }, failures: 0, resetCode: null }
      case passwordHashUpdated.type:
        return state.hash ? { ...state, hash: { ...state.hash, secretId: event.payload.secretId } } : state
      case passwordSucceeded.type:
        return { ...state, failures: 0 }
      case passwordFailed.type:
        return { ...state, failures: state.failures + 1 }
      case resetCodeAdded.type: {
        const { secretId, expiresAt, medium } = event.payload
        return { ...state, resetCode: { secretId, expiresAt, medium, failures: 0 } }
      }
      case resetCodeFailed.type: {
        const { resetCode } = state
        return resetCode ? { ...state, resetCode: { ...resetCode, failures: resetCode.failures + 1 } } : state
      }
      case passwordChangeSent.type:
      case resetCodeSent.type:
        return state
      case emailChanged.type:
        return withoutCodeBy('email', state)
      case phoneChanged.type:
      case phoneRemoved.type:
        return withoutCodeBy('sms', state)
      case userUnlocked.type:
        return state.failures === 0 ? state : { ...state, failures: 0 }
      case humanAdded.type:
      case userRemoved.type:
        return initial
    }
  },
  secrets: ({ hash, resetCode }) => [
    ...(hash ? [hash.secretId] : []),
    ...(resetCode ? [resetCode.secretId] : []),
  ],
}

/** Voids a code that was sent to an address that the person no longer has. */
function withoutCodeBy(medium: ResetCode['medium'], state: PasswordState): PasswordState {
  return state.resetCode?.medium === medium ? { ...state, resetCode: null } : state
}
