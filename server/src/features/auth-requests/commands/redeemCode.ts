import { createHash, timingSafeEqual } from 'node:crypto'
import type { AuthorizationRequest } from '../events.ts'
import { codeLifetime, isOver } from '../lifetimes.ts'
import type { AuthRequestState, WithCode } from '../state.ts'

/** The parts of a token request that the code is bound to. */
export interface Redemption {
  readonly clientId: string
  readonly redirectUri: string | undefined
  readonly codeVerifier: string | undefined
}

/** Why a code gives no tokens; `replayed` names the tokens that it gave before. */
export type NotRedeemed =
  | { readonly kind: 'replayed'; readonly oidcSessionId: string | null }
  | {
      readonly kind: 'refused'
      readonly reason:
        | 'expired'
        | 'other_client'
        | 'redirect_uri'
        | 'verifier_missing'
        | 'verifier_unasked'
        | 'verifier_wrong'
    }

const refused = (reason: Extract<NotRedeemed, { kind: 'refused' }>['reason']): NotRedeemed => ({
  kind: 'refused',
  reason,
})

/**
 * Checks a code whose secret has been verified (RFC 6749 §4.1.3, RFC 7636 §4.6, RFC 9700 §2.1.1). A refused code stays usable
 * until it expires; `now` decides that.
 */
export function redeemCode(state: AuthRequestState, by: Redemption, now: Date): WithCode | NotRedeemed {
  if (state.kind !== 'code') return refused('expired')
  if (state.exchanged) return { kind: 'replayed', oidcSessionId: state.oidcSessionId }
  if (isOver(state.codeAt, codeLifetime, now)) return refused('expired')
  if (state.request.clientId !== by.clientId) return refused('other_client')
  if (state.request.redirectUri !== by.redirectUri) return refused('redirect_uri')
  return refuseVerifier(state.request.codeChallenge, by.codeVerifier) ?? state
}

/** A verifier without a challenge is refused too: someone has removed the challenge on its way (RFC 9700 §4.8.2). */
function refuseVerifier(
  asked: AuthorizationRequest['codeChallenge'],
  verifier: string | undefined,
): NotRedeemed | undefined {
  if (asked === undefined) return verifier === undefined ? undefined : refused('verifier_unasked')
  if (verifier === undefined) return refused('verifier_missing')
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return refused('verifier_wrong')
  const given =
    asked.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')
  const [one, other] = [Buffer.from(given), Buffer.from(asked.challenge)]
  return one.length === other.length && timingSafeEqual(one, other) ? undefined : refused('verifier_wrong')
}
