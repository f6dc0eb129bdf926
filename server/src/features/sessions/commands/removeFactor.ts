import type { SessionEvent } from '../events.ts'
import type { SessionFactor } from '../factor.ts'
import type { SessionState } from '../state.ts'

/** A factor that its user lost: for WebAuthn only sessions raised by that very credential are lowered. */
export interface LostFactor {
  readonly factor: SessionFactor
  /** Public name of the event on the user. */
  readonly cause: string
  readonly tokenId?: string
}

/** Takes a lost factor, and an open challenge to it, away from the session; others are left alone. */
export function removeFactor(session: SessionState, lost: LostFactor): readonly SessionEvent[] {
  if (session.kind !== 'live') return []
  const { factor, cause } = lost
  const proof = session.factors[factor]
  const sameKey =
    factor !== 'webAuthN' || lost.tokenId === undefined || session.factors.webAuthN?.tokenId === lost.tokenId
  const challenged =
    (factor === 'otpSms' || factor === 'otpEmail') && session.challenges[factor] !== undefined
  if (!challenged && (proof === undefined || !sameKey)) return []
  return [{ type: 'session.factor.removed', payload: { factor, cause } }]
}
