import { decodeJwt } from 'jose'
import { type Lean, leansOf, refreshEndOf, sourcesOf } from '../../../features/oidc-sessions/index.ts'
import { verifyAssertion } from '../assertion.ts'
import { openRequestLookup } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { presentedToken } from '../presentedToken.ts'
import { patPart, tokenPart } from '../tokenPart.ts'
import { usableToken } from '../usableToken.ts'
import { verificationKeys } from '../verificationKeys.ts'
import { openIdTokenReader } from './idTokenParty.ts'
import {
  dead,
  type Exchange,
  type PresentedParty,
  partyOf,
  requireAudience,
  unusable,
  userOf,
} from './partyUser.ts'
import { type Party, tokenTypes } from './presentedParty.ts'

/** Opens the reading of presented tokens; each must be usable now and, unless a personal access token, meant for the client. */
export function openPartyReader(
  on: OidcDeps,
): (exchange: Exchange, presented: PresentedParty) => Promise<Party> {
  const findToken = openRequestLookup(on, [tokenPart])
  const findPat = openRequestLookup(on, [patPart])

  const byAccessToken = async (exchange: Exchange, presented: PresentedParty): Promise<Party> => {
    const { head, client } = exchange
    const token = presentedToken(presented.text)
    if (token === undefined || token.kind === 'refresh') throw unusable(presented, dead)
    if (token.kind === 'pat') {
      const found = await findPat(head, { pat_id: token.parts.tokenId })
      const pat = await usableToken(on, found, token, found.row)
      if (pat === undefined) throw unusable(presented, dead)
      const user = await userOf(on, exchange, presented, pat.userId)
      const lean: Lean = {
        userId: pat.userId,
        userSequence: found.row.pat?.user_sequence ?? 0,
        proofs: [],
        credential: { kind: 'pat', id: pat.jti },
      }
      const roles = user.project_roles ?? []
      const scopes = [...pat.scopes, ...roles.map((key) => `urn:zitadel:iam:org:project:role:${key}`)]
      const audience = [client.clientId, client.projectId]
      return { ...partyOf(user, [lean]), scopes, audience, expiresAt: new Date(pat.expiresAt) }
    }
    const found = await findToken(head, {
      oidc_session_id: token.parts.oidcSessionId,
      web_key_id: token.kind === 'jwt' ? token.keyId : '',
    })
    const usable = await usableToken(on, found, token, found.row)
    if (usable === undefined || !found.row.token) throw unusable(presented, dead)
    const { audience = [] } = usable
    requireAudience(exchange, presented, audience)
    const user = await userOf(on, exchange, presented, usable.userId)
    const end = refreshEndOf(found.row.token, exchange.place.now)
    return {
      ...partyOf(user, leansOf(found.row.token)),
      ...usable,
      sessionExpired: found.row.standing?.lean.sessionEnded === false,
      sources: sourcesOf(found.row.token),
      audience,
      expiresAt: new Date(usable.expiresAt),
      renewableUntil: end === undefined ? undefined : new Date(end),
    }
  }

  const byIdToken = openIdTokenReader(on)

  const byClientJwt = async (exchange: Exchange, presented: PresentedParty): Promise<Party> => {
    const { place, client } = exchange
    const assertion = await verifyAssertion(presented.text, {
      issuer: client.clientId,
      subject: subjectOf(presented),
      audiences: [place.origin.url, `${place.origin.url}/oauth/v2/token`],
      keys: await verificationKeys(on.database, place.instanceId, client),
      now: place.now,
    })
    if (!assertion.valid) throw unusable(presented, assertion.reason)
    return byUserId(exchange, { ...presented, text: assertion.payload.sub ?? '' })
  }

  const byUserId = async (exchange: Exchange, presented: PresentedParty): Promise<Party> => {
    const user = await userOf(on, exchange, presented, presented.text)
    return partyOf(user, [{ userId: user.user_id, userSequence: user.sequence, proofs: [] }])
  }

  const readers: Readonly<Record<PresentedParty['role'], Readonly<Record<string, typeof byUserId>>>> = {
    subject: {
      [tokenTypes.accessToken]: byAccessToken,
      [tokenTypes.idToken]: byIdToken,
      [tokenTypes.jwt]: byClientJwt,
      [tokenTypes.userId]: byUserId,
    },
    actor: { [tokenTypes.accessToken]: byAccessToken, [tokenTypes.idToken]: byIdToken },
  }
  return (exchange, presented) => {
    const read = readers[presented.role][presented.type]
    if (read !== undefined) return read(exchange, presented)
    const types = Object.keys(readers[presented.role]).join(', ')
    throw new OAuthError(
      'invalid_request',
      `this ${presented.role}_token_type is not accepted; use one of ${types}`,
    )
  }
}

function subjectOf(presented: PresentedParty): string {
  try {
    return decodeJwt(presented.text).sub ?? ''
  } catch {
    throw unusable(presented, 'is no JWT')
  }
}
