import { decodeJwt } from 'jose'
import type { Membership } from '../../../access/principal.ts'
import { appKeysOf, type OidcClient } from '../../../features/applications/index.ts'
import { type Lean, leansOf } from '../../../features/oidc-sessions/index.ts'
import { isExpired, sessionFacet } from '../../../features/sessions/index.ts'
import { verifyJwt } from '../../../features/web-keys/index.ts'
import { verifyAssertion } from '../assertion.ts'
import { openRequestLookup, type Place } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { presentedToken } from '../presentedToken.ts'
import { patPart, tokenPart } from '../tokenPart.ts'
import type { TokenRequest } from '../tokenRequest.ts'
import { usableToken } from '../usableToken.ts'
import { type Party, tokenTypes } from './presentedParty.ts'

/** A token that a request presents as `subject_token` or `actor_token`. */
export interface PresentedParty {
  readonly role: 'subject' | 'actor'
  readonly text: string
  readonly type: string
}

/** The client that exchanges, and where. */
export interface Exchange {
  readonly head: TokenRequest['head']
  readonly place: Place
  readonly client: OidcClient
}

const unusable = ({ role }: PresentedParty, reason: string) =>
  new OAuthError('invalid_request', `the ${role}_token ${reason}`)
const dead = 'is unknown, expired or revoked; get a new one'

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
        userSequence: user.sequence,
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
    if (!audience.includes(client.clientId) && !audience.includes(client.projectId)) {
      throw unusable(presented, 'is not for this client; its audience must have the client or its project')
    }
    const user = await userOf(on, exchange, presented, usable.userId)
    return {
      ...partyOf(user, leansOf(found.row.token)),
      ...usable,
      audience,
      expiresAt: new Date(usable.expiresAt),
    }
  }

  const byIdToken = async (exchange: Exchange, presented: PresentedParty): Promise<Party> => {
    const { place, client } = exchange
    const { instanceId, origin, now } = place
    const claims = await verifyJwt(on, instanceId, presented.text, { issuer: origin.url, now, typ: 'JWT' })
    // A JWT access token has an id and no authorized party; it is never taken for an ID token.
    if (!claims?.sub || typeof claims['azp'] !== 'string' || claims.jti !== undefined)
      throw unusable(presented, dead)
    const audience = [claims.aud ?? []].flat()
    if (!audience.includes(client.clientId) && !audience.includes(client.projectId)) {
      throw unusable(presented, 'is not for this client; its audience must have the client or its project')
    }
    const sid = typeof claims['sid'] === 'string' ? claims['sid'] : ''
    const [user, proofs] = await Promise.all([
      userOf(on, exchange, presented, claims.sub),
      sid === '' ? [] : proofsOf(on, exchange, sid, claims.sub),
    ])
    if (proofs === undefined) throw unusable(presented, 'belongs to a session that has ended')
    const lean: Lean = {
      userId: claims.sub,
      userSequence: user.sequence,
      proofs: [...proofs],
      ...(sid !== '' && { sessionId: sid }),
    }
    const authTime = claims['auth_time']
    return {
      ...partyOf(user, [lean]),
      audience,
      amr: Array.isArray(claims['amr']) ? (claims['amr'] as string[]) : [],
      acr: typeof claims['acr'] === 'string' ? claims['acr'] : undefined,
      authTime: typeof authTime === 'number' ? new Date(authTime * 1000).toISOString() : undefined,
      actor: claims['act'] as Party['actor'],
      expiresAt: new Date((claims.exp ?? 0) * 1000),
    }
  }

  const byClientJwt = async (exchange: Exchange, presented: PresentedParty): Promise<Party> => {
    const { place, client } = exchange
    const own = client.jwks.map((jwk) => ({ keyId: typeof jwk.kid === 'string' ? jwk.kid : undefined, jwk }))
    const added = await appKeysOf(on.database, place.instanceId, client.appId)
    const keys = added.map(({ keyId, publicKey: pem, expiresAt }) => ({
      keyId,
      pem,
      expiresAt: new Date(expiresAt),
    }))
    const assertion = await verifyAssertion(presented.text, {
      issuer: client.clientId,
      subject: subjectOf(presented),
      audiences: [place.origin.url, `${place.origin.url}/oauth/v2/token`],
      keys: [...own, ...keys],
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

/** Returns the proofs of a user's session; undefined if the session has ended. An ID token leans on what its session has proved. */
async function proofsOf(
  { log }: Pick<OidcDeps, 'log'>,
  { place: { instanceId, now } }: Exchange,
  sessionId: string,
  userId: string,
): Promise<Lean['proofs'] | undefined> {
  const state = (await log.load({ instanceId, type: 'session', id: sessionId })).state(sessionFacet)
  const live = state.kind === 'live' && state.user?.id === userId && !isExpired(state, now)
  return live ? [...state.proofs] : undefined
}

interface UserRow {
  readonly user_id: string
  readonly org_id: string
  readonly sequence: number
  readonly usable: boolean
  readonly memberships: readonly Membership[] | null
  readonly project_roles: readonly string[] | null
}

/** Returns a user who can act now, and a session of theirs; refuses others. */
async function userOf(
  { database, lookupParts }: OidcDeps,
  { place, client }: Exchange,
  presented: PresentedParty,
  userId: string,
): Promise<UserRow> {
  const [row] = await database.find<UserRow>(
    `select u.user_id, u.org_id, s.sequence::int as sequence, ${lookupParts.memberships} as memberships,
        (u.status in ('active', 'initial') or u.status = 'locked' and u.locked_until is not null)
          and o.state = 'active' as usable,
        (select json_agg(pr.role_key order by pr.role_key) from project_roles pr
          where pr.instance_id = i.instance_id and pr.project_id = i.project_id) as project_roles
       from (select $1 as instance_id, $3 as project_id) i
       join users u on u.instance_id = i.instance_id and u.user_id = $2
       join organizations o on o.instance_id = u.instance_id and o.org_id = u.org_id
       join streams s on s.instance_id = u.instance_id and s.stream_type = 'user' and s.stream_id = u.user_id`,
    [place.instanceId, userId, client.projectId],
  )
  if (row?.usable) return row
  throw unusable(presented, 'names a user who does not exist or is not active')
}

function partyOf(user: UserRow, leans: Party['leans']): Party {
  return {
    userId: user.user_id,
    leans,
    scopes: [],
    audience: undefined,
    authTime: undefined,
    amr: [],
    acr: undefined,
    actor: undefined,
    mayAct: undefined,
    confirmation: undefined,
    expiresAt: undefined,
    orgId: user.org_id,
    memberships: user.memberships ?? [],
  }
}
