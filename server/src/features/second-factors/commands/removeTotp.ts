import type { Decision } from '../../../kernel/facet.ts'
import { factorNotFound } from '../refusals.ts'
import type { TotpState } from '../totpState.ts'

/** Takes the authenticator app away, ready or pending. */
export function removeTotp(state: TotpState): Decision {
  return state.kind === 'none' ? factorNotFound : [{ type: 'user.human.mfa.otp.removed', payload: {} }]
}
