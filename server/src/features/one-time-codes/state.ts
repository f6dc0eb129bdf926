import type { EventBody, Facet } from '../../kernel/facet.ts'
import { factorRows } from '../second-factors/index.ts'
import { humanAdded, userRemoved, userUnlocked } from '../users/index.ts'
import { type Channel, channels } from './channel.ts'
import { codeEvents } from './events.ts'

/**
 * One-time codes over one channel. The channel is proved from its first verification on; changing the address keeps the
 * proof, removing the phone ends it (factors notes §1.2).
 */
export type CodesState =
  | { readonly kind: 'unproved' }
  | { readonly kind: 'available' }
  | {
      readonly kind: 'ready'
      readonly addedAt: string
      /** Wrong codes since the last success or unlock; a new code never resets them. */
      readonly failedAttempts: number
    }

const unproved: CodesState = { kind: 'unproved' }
const available: CodesState = { kind: 'available' }

function codesFacet(channel: Channel): Facet<CodesState, EventBody> {
  const { kind, field, verified, addressRemoved } = channels[channel]
  const { added, removed, succeeded, failed } = codeEvents[channel]
  return {
    name: field,
    streams: ['user'],
    events: [added, removed, succeeded, failed],
    hears: [userRemoved, humanAdded, userUnlocked, verified, ...addressRemoved],
    initial: unproved,
    evolve(state, event) {
      switch (event.type) {
        case verified.type:
          return state.kind === 'unproved' ? available : state
        case added.type:
          return { kind: 'ready', addedAt: event.createdAt, failedAttempts: 0 }
        case removed.type:
          return available
        case failed.type:
          return state.kind === 'ready' ? withFailures(state, state.failedAttempts + 1) : state
        case succeeded.type:
        case userUnlocked.type:
          return withFailures(state, 0)
        default:
          return unproved
      }
    },
    rows: (state, stream) => (state.kind === 'ready' ? factorRows(stream, kind, 'ready', state.addedAt) : {}),
  }
}

function withFailures(state: CodesState, failedAttempts: number): CodesState {
  if (state.kind !== 'ready' || state.failedAttempts === failedAttempts) return state
  return { ...state, failedAttempts }
}

/** The facet of each channel. */
export const codesFacets = { sms: codesFacet('sms'), email: codesFacet('email') }
