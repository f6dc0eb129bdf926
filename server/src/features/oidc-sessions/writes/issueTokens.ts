import { newTokenSecret } from '../../../access/tokenSecret.ts'
import type { Transaction } from '../../../eventlog/types.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { newId } from '../../../kernel/ids.ts'
import { later } from '../../../kernel/instant.ts'
import { accessTokenAdded, type OidcSessionGrant, oidcSessionAdded, refreshTokenAdded } from '../events.ts'
import { sessionEndedSql } from '../sessionEndedSql.ts'
import { jtiOf, tokenTextOf } from '../tokenText.ts'

/** Lifetimes in seconds, as in the instance's OIDC settings. */
export interface TokenLifetimes {
  readonly accessTokenLifetime: number
  readonly idTokenLifetime: number
  readonly refreshTokenIdleExpiration: number
  readonly refreshTokenExpiration: number
}

/**
 * The tokens to issue and everything they depend on. `lean.userSequence` must be read in the statement that reads the proofs and
 * the credential, or before: every later loss is then found when the token is used, so the grant needs no guard.
 */
export interface TokenGrant extends Omit<OidcSessionGrant, 'keyId'> {
  /** The organization of the user, who owns the grant. */
  readonly orgId: string
  /** `none`: only an ID token is issued. */
  readonly accessToken: 'opaque' | 'jwt' | 'none'
  readonly refreshToken: boolean
  /** The audience of the access token, if the request asked for a part of the grant's. */
  readonly accessAudience?: readonly string[] | undefined
  /** Whether the session of `lean` is known to have ended by its expiry, of which nobody is told. */
  readonly sessionExpired?: boolean
  readonly lifetimes: TokenLifetimes
}

/** An access token as issued; the protocol signs a JWT from it. */
export interface IssuedAccessToken {
  /** Of the opaque token; '' for a JWT. */
  readonly text: string
  readonly jti: string
  /** ISO 8601. */
  readonly issuedAt: string
  readonly expiresAt: string
  readonly scopes: readonly string[]
  readonly audience: readonly string[]
}

/** Tokens that exist as soon as the unit of work commits. */
export interface IssuedTokens {
  readonly oidcSessionId: string
  readonly accessToken: IssuedAccessToken | undefined
  readonly refreshToken: string | undefined
}

/**
 * Begins a grant of tokens in the caller's unit of work; nothing but its own stream is written. Returns undefined if the session was
 * ended meanwhile, which the commit finds: so every end of a session knows all of its grants (ADR 47).
 */
export async function issueTokens(tx: Transaction, grant: TokenGrant): Promise<IssuedTokens | undefined> {
  const { orgId, accessToken, refreshToken, lifetimes, accessAudience, sessionExpired, ...added } = grant
  const { sessionId } = added.lean
  if (sessionId !== undefined && sessionExpired !== true && !(await joinSession(tx, sessionId)))
    return undefined
  const narrowed = accessAudience && { audience: [...accessAudience] }
  const oidcSessionId = newId()
  const stream = tx.begin({ type: 'oidc_session', id: oidcSessionId })
  const keyId = newId()
  const key = newTokenSecret()
  const jwt = accessToken === 'jwt'
  const access = accessToken === 'none' ? undefined : newToken(tx.now, lifetimes.accessTokenLifetime)
  const refresh = refreshToken ? newToken(tx.now, lifetimes.refreshTokenIdleExpiration) : undefined
  const events: EventBody[] = [oidcSessionAdded({ ...added, keyId })]
  if (access) events.push(accessTokenAdded({ ...access, jwt, ...narrowed }))
  if (refresh) {
    events.push(
      refreshTokenAdded({
        tokenId: refresh.tokenId,
        idleExpiresAt: refresh.expiresAt,
        expiresAt: after(tx.now, lifetimes.refreshTokenExpiration),
      }),
    )
  }
  if (access || refresh) tx.seal(stream, keyId, key)
  await tx.append(stream, events, { owner: orgId })
  return {
    oidcSessionId,
    accessToken: access && {
      text: jwt ? '' : tokenTextOf('access', key, { oidcSessionId, tokenId: access.tokenId }),
      jti: jtiOf({ oidcSessionId, tokenId: access.tokenId }),
      issuedAt: tx.now.toISOString(),
      expiresAt: access.expiresAt,
      scopes: grant.scopes,
      audience: accessAudience ?? grant.audience,
    },
    refreshToken: refresh && tokenTextOf('refresh', key, { oidcSessionId, tokenId: refresh.tokenId }),
  }
}

/** Makes the commit depend on a session that has not ended; returns false if it was ended by other than its expiry. */
async function joinSession(tx: Transaction, sessionId: string): Promise<boolean> {
  // The first try rests on what the caller read of the session.
  const ended = tx.retried ? await endOfSession(tx, sessionId) : null
  if (ended === null) tx.refer({ type: 'session', id: sessionId })
  return ended !== true
}

async function endOfSession(tx: Transaction, sessionId: string): Promise<boolean | null> {
  const [row] = await tx.find<{ ended: boolean | null }>(endSql, [tx.instanceId, sessionId])
  return row?.ended ?? null
}

const endSql = `select ${sessionEndedSql('$1', '$2')} as ended`

/** Returns the id and the expiry of a new token. */
export function newToken(
  now: Date,
  lifetime: number,
): { readonly tokenId: string; readonly expiresAt: string } {
  return { tokenId: newId(), expiresAt: after(now, lifetime) }
}

function after(now: Date, seconds: number): string {
  return later(now, seconds * 1000).toISOString()
}
