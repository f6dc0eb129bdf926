import type { Facet, Recorded } from '../../kernel/facet.ts'
import { type SecondFactorEvent, secondFactorEvents } from './events.ts'
import { factorRows } from './rows.ts'

/** A person's authenticator app: none, its seed handed out but not proved, or ready to be asked for. */
export type TotpState =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly secretId: string; readonly addedAt: string }
  | {
      readonly kind: 'ready'
      readonly secretId: string
      readonly addedAt: string
      /** The last accepted step; null when none was accepted yet. */
      readonly lastStep: number | null
      /** Wrong codes since the last success, verification or unlock. */
      readonly failedAttempts: number
    }

const none: TotpState = { kind: 'none' }

/** TOTP of one user: at most one, its seed a sealed secret that leaves with it. */
export const totpFacet: Facet<TotpState> = {
  name: 'totp',
  streams: ['user'],
  events: secondFactorEvents,
  initial: none,
  evolve,
  rows: (state, stream) =>
    state.kind === 'none'
      ? {}
      : factorRows(stream, 'totp', state.kind === 'ready' ? 'ready' : 'not_ready', state.addedAt),
  secrets: (state) => (state.kind === 'none' ? [] : [state.secretId]),
}

function evolve(state: TotpState, recorded: Recorded): TotpState {
  if (recorded.type === 'user.removed') return none
  if (recorded.type === 'user.unlocked') return withFailures(state, 0)
  const event = recorded as Recorded<SecondFactorEvent>
  switch (event.type) {
    case 'user.human.mfa.otp.added':
      return { kind: 'pending', secretId: event.payload.secretId, addedAt: event.createdAt }
    case 'user.human.mfa.otp.verified':
      if (state.kind === 'none') return state
      return {
        kind: 'ready',
        secretId: state.secretId,
        addedAt: state.addedAt,
        lastStep: event.payload.step ?? null,
        failedAttempts: 0,
      }
    case 'user.human.mfa.otp.removed':
      return none
    case 'user.human.mfa.otp.check.succeeded':
      return state.kind === 'ready' ? { ...state, lastStep: event.payload.step, failedAttempts: 0 } : state
    case 'user.human.mfa.otp.check.failed':
      return state.kind === 'ready' ? withFailures(state, state.failedAttempts + 1) : state
    default:
      return state
  }
}

function withFailures(state: TotpState, failedAttempts: number): TotpState {
  if (state.kind !== 'ready' || state.failedAttempts === failedAttempts) return state
  return { ...state, failedAttempts }
}
