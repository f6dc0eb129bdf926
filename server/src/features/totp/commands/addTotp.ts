import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { totpAdded, totpVerified } from '../events.ts'
import type { TotpState } from '../state.ts'

const alreadyReady = refuse(
  'second_factor.totp_exists',
  'already_exists',
  'this user already has an authenticator app; remove it before adding another one',
)

/** Starts the registration of an authenticator app; it replaces a pending one and its seed. */
export function addTotp(state: TotpState, secretId: string): Decision {
  return state.kind === 'ready' ? alreadyReady : [totpAdded({ secretId })]
}

/** The events of a person created with a seed that is already in their app: ready at once. */
export function newTotpEvents(secretId: string): readonly EventBody[] {
  return [totpAdded({ secretId }), totpVerified()]
}
