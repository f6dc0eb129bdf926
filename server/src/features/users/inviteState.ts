import type { Facet } from '../../kernel/facet.ts'

/** An outstanding invite code; its plain text is a sealed secret. */
export type InviteCode = {
  readonly secretId: string
  readonly expiresAt: string
  readonly returned: boolean
  /** Wrong tries at this code. */
  readonly failures: number
}

export type InviteState = {
  readonly code: InviteCode | null
  /** What the last invitation used; the next one uses it again unless told otherwise. */
  readonly urlTemplate: string
  readonly applicationName: string
}

const initial: InviteState = { code: null, urlTemplate: '', applicationName: '' }

/** With how many wrong tries an invite code dies (users notes §1). */
const fatalFailures = 3

type InviteAdded = {
  readonly secretId: string
  readonly expiresAt: string
  readonly returned: boolean
  readonly urlTemplate?: string
  readonly applicationName?: string
}

/**
 * The invitation of a person; void once used, replaced, expired at a try, or tried wrongly three times. It proves the
 * address that it went to: with another address it expires, but can be sent again.
 */
export const inviteFacet: Facet<InviteState> = {
  name: 'invite',
  streams: ['user'],
  events: {},
  initial,
  evolve(state, event) {
    switch (event.type) {
      case 'user.human.invite.code.added': {
        const { secretId, expiresAt, returned, urlTemplate, applicationName } = event.payload as InviteAdded
        return {
          code: { secretId, expiresAt, returned, failures: 0 },
          urlTemplate: urlTemplate ?? '',
          applicationName: applicationName ?? '',
        }
      }
      case 'user.human.invite.check.failed': {
        if (state.code === null) return state
        const failures = state.code.failures + 1
        const dead = failures >= fatalFailures || new Date(state.code.expiresAt) <= new Date(event.createdAt)
        return { ...state, code: dead ? null : { ...state.code, failures } }
      }
      case 'user.human.email.changed':
        return state.code === null ? state : { ...state, code: { ...state.code, expiresAt: event.createdAt } }
      case 'user.human.invite.check.succeeded':
        return { ...state, code: null }
      case 'user.human.added':
      case 'user.removed':
        return initial
      default:
        return state
    }
  },
  secrets: ({ code }) => (code ? [code.secretId] : []),
}
