import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { factorRows } from '../second-factors/index.ts'
import { userRemoved, userUnlocked } from '../users/index.ts'
import {
  type TotpEvent,
  totpAdded,
  totpCheckFailed,
  totpCheckSucceeded,
  totpEvents,
  totpRemoved,
  totpVerified,
} from './events.ts'

/** A person's authenticator app: none, its seed handed out but not proved, or ready. */
export type TotpState =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly secretId: string; readonly addedAt: string }
  | {
      readonly kind: 'ready'
      readonly secretId: string
      readonly addedAt: string
      /** The last accepted step; null before the first. */
      readonly lastStep: number | null
      /** The session that has proved `lastStep` by the registration, and may count it until the next check. */
      readonly provedIn?: string
      /** Wrong codes since the last success, verification or unlock. */
      readonly failedAttempts: number
    }

type ReadyTotp = Extract<TotpState, { kind: 'ready' }>
type HeardEvent = TotpEvent | EventOf<typeof userRemoved | typeof userUnlocked>

const none: TotpState = { kind: 'none' }

/** TOTP of one user: at most one, its seed a sealed secret that is deleted with it. */
export const totpFacet: Facet<TotpState, HeardEvent> = {
  name: 'totp',
  streams: ['user'],
  events: totpEvents,
  hears: [userRemoved, userUnlocked],
  initial: none,
  evolve,
  rows: (state, stream) =>
    state.kind === 'none'
      ? {}
      : factorRows(stream, 'totp', state.kind === 'ready' ? 'ready' : 'not_ready', state.addedAt),
  secrets: (state) => (state.kind === 'none' ? [] : [state.secretId]),
}

function evolve(state: TotpState, event: Recorded<HeardEvent>): TotpState {
  switch (event.type) {
    case userRemoved.type:
    case totpRemoved.type:
      return none
    case userUnlocked.type:
      return withFailures(state, 0)
    case totpAdded.type:
      return { kind: 'pending', secretId: event.payload.secretId, addedAt: event.createdAt }
    case totpVerified.type:
      if (state.kind === 'none') return state
      return {
        kind: 'ready',
        secretId: state.secretId,
        addedAt: state.addedAt,
        lastStep: event.payload.step ?? null,
        ...(event.payload.sessionId !== undefined && { provedIn: event.payload.sessionId }),
        failedAttempts: 0,
      }
    case totpCheckSucceeded.type:
      return state.kind === 'ready' ? withStep(state, event.payload.step) : state
    case totpCheckFailed.type:
      return state.kind === 'ready' ? withFailures(state, state.failedAttempts + 1) : state
  }
}

function withStep({ provedIn: _, ...state }: ReadyTotp, lastStep: number): ReadyTotp {
  return { ...state, lastStep, failedAttempts: 0 }
}

function withFailures(state: TotpState, failedAttempts: number): TotpState {
  if (state.kind !== 'ready' || state.failedAttempts === failedAttempts) return state
  return { ...state, failedAttempts }
}
