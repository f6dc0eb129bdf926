import { decodeJwt } from 'jose'
import {
  idTokenToJudge,
  leansOf,
  sourcesOf,
  type TokenRow,
  tokenStanding,
} from '../../../features/oidc-sessions/index.ts'
import { keyIdOf, verifyJwt } from '../../../features/web-keys/index.ts'
import { grantClaim } from '../claims/tokenClaims.ts'
import { openRequestLookup } from '../lookup.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { tokenPart } from '../tokenPart.ts'
import {
  dead,
  type Exchange,
  type PresentedParty,
  partyOf,
  requireAudience,
  unusable,
  userOf,
} from './partyUser.ts'
import type { Party } from './presentedParty.ts'

/**
 * Opens the reading of presented ID tokens. A holder could present one for its whole lifetime, so it counts only as long as the grant
 * with which it was issued stands, and the new token leans on the same and is bound to the same key.
 */
export function openIdTokenReader(
  on: OidcDeps,
): (exchange: Exchange, presented: PresentedParty) => Promise<Party> {
  const findGrant = openRequestLookup(on, [tokenPart])
  return async (exchange, presented) => {
    const { head, place } = exchange
    const { text } = presented
    const { row } = await findGrant(head, { oidc_session_id: grantIn(text), web_key_id: keyIdOf(text) ?? '' })
    const { token, standing, token_key: key } = row
    const wanted = { issuer: place.origin.url, now: place.now, typ: 'JWT', key }
    const claims = await verifyJwt(on, place.instanceId, text, wanted)
    if (!claims || !token || !standing || !isOf(token, claims)) throw unusable(presented, dead)
    const expiresAt = new Date((claims.exp ?? 0) * 1000)
    if (tokenStanding(idTokenToJudge(token, expiresAt.toISOString()), standing, place.now)) {
      throw unusable(presented, dead)
    }
    const audience = [claims.aud ?? []].flat()
    requireAudience(exchange, presented, audience)
    const user = await userOf(on, exchange, presented, token.user_id)
    return {
      ...partyOf(user, leansOf(token)),
      sessionExpired: standing.lean.sessionEnded === false,
      sources: sourcesOf(token),
      audience,
      amr: token.amr,
      acr: token.acr ?? undefined,
      authTime: token.auth_time ?? undefined,
      actor: token.actor ?? undefined,
      mayAct: token.may_act ?? undefined,
      confirmation: token.cnf ?? undefined,
      expiresAt,
    }
  }
}

/** An access token names a client but no authorized party; it is never taken for an ID token. */
function isOf(token: TokenRow, claims: Readonly<Record<string, unknown>>): boolean {
  return (
    claims[grantClaim] === token.oidc_session_id &&
    claims['sub'] === token.user_id &&
    claims['azp'] === token.client_id
  )
}

/** Returns the grant that an unverified ID token names; '' without one. */
function grantIn(text: string): string {
  try {
    const grantId = decodeJwt(text)[grantClaim]
    return typeof grantId === 'string' && !grantId.includes('\0') ? grantId : ''
  } catch {
    return ''
  }
}
