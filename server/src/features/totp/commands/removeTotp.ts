import type { Decision } from '../../../kernel/facet.ts'
import { factorNotFound } from '../../second-factors/index.ts'
import { totpRemoved } from '../events.ts'
import type { TotpState } from '../state.ts'

/** Removes the authenticator app, ready or pending. */
export function removeTotp(state: TotpState): Decision {
  return state.kind === 'none' ? factorNotFound : [totpRemoved()]
}
