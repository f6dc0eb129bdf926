import type { Facet, Recorded } from '../../kernel/facet.ts'
import { factorRows } from './rows.ts'

/** The two ways a one-time code reaches a person. */
export type OtpKind = 'sms' | 'email'

/**
 * One-time codes over one channel. The channel counts as proved from its first verification on: changing the
 * address keeps the mark, only removing the phone takes it (factors notes §1.2).
 */
export type OtpState =
  | { readonly kind: 'unproved' }
  | { readonly kind: 'available' }
  | {
      readonly kind: 'ready'
      readonly addedAt: string
      /** Wrong codes since the last success or unlock; a new code never resets them. */
      readonly failedAttempts: number
    }

const unproved: OtpState = { kind: 'unproved' }
const available: OtpState = { kind: 'available' }

function otpFacet(kind: OtpKind): Facet<OtpState> {
  const factor = `user.human.mfa.otp.${kind}`
  const contact = kind === 'sms' ? 'user.human.phone' : 'user.human.email'
  return {
    name: kind === 'sms' ? 'otpSms' : 'otpEmail',
    streams: ['user'],
    events: {},
    initial: unproved,
    evolve(state: OtpState, event: Recorded): OtpState {
      switch (event.type) {
        case 'user.removed':
        case 'user.human.added':
        case `${contact}.removed`:
          return unproved
        case `${contact}.verified`:
          return state.kind === 'unproved' ? available : state
        case `${factor}.added`:
          return { kind: 'ready', addedAt: event.createdAt, failedAttempts: 0 }
        case `${factor}.removed`:
          return available
        case `${factor}.check.failed`:
          return state.kind === 'ready' ? withFailures(state, state.failedAttempts + 1) : state
        case `${factor}.check.succeeded`:
        case 'user.unlocked':
          return withFailures(state, 0)
        default:
          return state
      }
    },
    rows: (state, stream) =>
      state.kind === 'ready' ? factorRows(stream, `otp_${kind}`, 'ready', state.addedAt) : {},
  }
}

function withFailures(state: OtpState, failedAttempts: number): OtpState {
  if (state.kind !== 'ready' || state.failedAttempts === failedAttempts) return state
  return { ...state, failedAttempts }
}

/** One-time codes by SMS; gone with the phone. */
export const otpSmsFacet = otpFacet('sms')
/** One-time codes by e-mail. */
export const otpEmailFacet = otpFacet('email')

/** The facet of a channel. */
export const otpFacets: Readonly<Record<OtpKind, Facet<OtpState>>> = {
  sms: otpSmsFacet,
  email: otpEmailFacet,
}
