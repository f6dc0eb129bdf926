import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { TotpState } from '../totpState.ts'

const alreadyReady = refuse(
  'second_factor.totp_exists',
  'already_exists',
  'this user already has an authenticator app; remove it before adding another one',
)

/** Starts the registration of an authenticator app. A pending one is replaced, its seed goes. */
export function addTotp(state: TotpState, secretId: string): Decision {
  return state.kind === 'ready' ? alreadyReady : [{ type: 'user.human.mfa.otp.added', payload: { secretId } }]
}

/** The events of a person created with a seed that is already in their app: ready at once. */
export function newTotpEvents(secretId: string): readonly EventBody[] {
  return [
    { type: 'user.human.mfa.otp.added', payload: { secretId } },
    { type: 'user.human.mfa.otp.verified', payload: {} },
  ]
}
