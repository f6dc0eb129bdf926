import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { keyEvents } from '../passkeys/events.ts'
import { passwordChanged } from '../passwords/events.ts'
import {
  addressLost,
  emailChanged,
  humanAdded,
  inviteCodeAdded,
  inviteCodeSent,
  inviteEvents,
  inviteFailed,
  inviteSucceeded,
  userRemoved,
} from './events.ts'

/** An outstanding invite code; its plain text is a sealed secret. */
export type InviteCode = {
  readonly secretId: string
  readonly expiresAt: string
  readonly returned: boolean
  /** Wrong tries at this code. */
  readonly failures: number
}

/** The pending invitation of a person and the options of the last one. */
export type InviteState = {
  readonly code: InviteCode | null
  /** The link and application of the last invitation; the next one uses them again by default. */
  readonly urlTemplate: string
  readonly applicationName: string
}

const initial: InviteState = { code: null, urlTemplate: '', applicationName: '' }

/** The number of wrong tries that makes an invite code void (users notes §1). */
const fatalFailures = 3

const heard = [
  ...addressLost.email,
  humanAdded,
  userRemoved,
  passwordChanged,
  keyEvents.passkey.verified,
] as const

/**
 * The invitation of a person; void once used, replaced, expired at a try, or tried wrongly three times, and once the person has a
 * password or passkey. It proves the address that it was sent to: with another address it expires, but can be sent again.
 */
export const inviteFacet: Facet<InviteState, EventOf<typeof inviteEvents | typeof heard>> = {
  name: 'invite',
  // 2: a password or passkey voids the code.
  revision: 2,
  streams: ['user'],
  events: inviteEvents,
  hears: heard,
  initial,
  evolve(state, event) {
    switch (event.type) {
      case inviteCodeAdded.type: {
        const { secretId, expiresAt, returned, urlTemplate = '', applicationName = '' } = event.payload
        return { code: { secretId, expiresAt, returned, failures: 0 }, urlTemplate, applicationName }
      }
      case inviteFailed.type: {
        if (state.code === null) return state
        const failures = state.code.failures + 1
        const dead = failures >= fatalFailures || new Date(state.code.expiresAt) <= new Date(event.createdAt)
        return { ...state, code: dead ? null : { ...state.code, failures } }
      }
      case emailChanged.type:
        return state.code === null ? state : { ...state, code: { ...state.code, expiresAt: event.createdAt } }
      case inviteSucceeded.type:
      case passwordChanged.type:
      case keyEvents.passkey.verified.type:
        return state.code === null ? state : { ...state, code: null }
      case inviteCodeSent.type:
        return state
      case humanAdded.type:
      case userRemoved.type:
        return initial
    }
  },
  secrets: ({ code }) => (code ? [code.secretId] : []),
}
