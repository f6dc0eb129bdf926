import { workOn } from '../../../eventlog/decideOn.ts'
import type { EventLog, Stream, Transaction, Writing } from '../../../eventlog/types.ts'
import { accessTokenAdded, refreshTokenRenewed } from '../events.ts'
import { earlier } from '../rows.ts'
import { type OidcSession, oidcSessionFacet, type RefreshToken } from '../state.ts'
import { jtiOf, type OidcTokenParts, tokenTextOf } from '../tokenText.ts'
import { type IssuedTokens, newToken, type TokenLifetimes } from './issueTokens.ts'
import { revokeAll } from './revokeTokens.ts'

/** Milliseconds in which a redeemed refresh token returns its successor again: the reply may have been lost. */
const grace = 10_000

/** A genuine refresh token of a grant that stands, to redeem. */
export interface Redemption {
  readonly parts: Omit<OidcTokenParts, 'secret'>
  /** The opened key of the grant. */
  readonly key: Buffer
  readonly accessToken: 'opaque' | 'jwt'
  /** Of the access token; those of the grant or fewer. */
  readonly scopes: readonly string[]
  /** Of the access token; undefined: that of the grant. */
  readonly audience: readonly string[] | undefined
  readonly lifetimes: TokenLifetimes
  /** The position of the user's stream up to which everything that the grant leans on stands. */
  readonly userSequence: number
}

/** A grant with a refresh token. */
type Renewable = OidcSession & { readonly refresh: RefreshToken }

/** The outcome; `reused`: the token was redeemed before, so that it may be stolen and all tokens of the grant are void now. */
export type Renewal =
  | { readonly kind: 'renewed' | 'repeated'; readonly session: Renewable; readonly issued: IssuedTokens }
  | { readonly kind: 'void' | 'reused' }

/**
 * Redeems a refresh token for a new one and a new access token, which replaces the one before. The stream's sequence decides which of
 * several redemptions is the first. During the grace the others return the same refresh token, and the same access token if they ask for
 * the same scopes and audience; else a new one for what they ask (RFC 8707 §2.2), which replaces it. No access token outlives the
 * absolute end of the refresh token.
 */
export function renewTokens(
  log: Pick<EventLog, 'transact'>,
  writing: Writing,
  redemption: Redemption,
): Promise<Renewal> {
  const { oidcSessionId, tokenId } = redemption.parts
  return workOn(log, writing, { type: 'oidc_session', id: oidcSessionId }, async (stream, tx) => {
    const session = stream.state(oidcSessionFacet)
    if (session.kind === 'none' || session.revokedAt !== null || session.refresh === null) {
      return { kind: 'void' }
    }
    const { refresh } = session
    if (refresh.tokenId === tokenId) return rotate(tx, stream, { ...session, refresh }, redemption)
    const age = tx.now.getTime() - Date.parse(refresh.renewedAt)
    if (refresh.previousId === tokenId && age <= grace) {
      if (!isForSame(session, redemption))
        await tx.append(stream, [newAccess(tx, { ...session, refresh }, redemption)])
      return { kind: 'repeated', ...outcomeOf(stream, redemption) }
    }
    await revokeAll(tx, stream, 'refresh_token_reused')
    return { kind: 'reused' }
  })
}

/** Whether the access token is for what the redemption asks for; one that was revoked is not replaced. */
function isForSame({ grant, access }: OidcSession, { scopes, audience }: Redemption): boolean {
  if (access === null) return true
  return (
    hasSame(access.scopes, scopes) && hasSame(access.audience ?? grant.audience, audience ?? grant.audience)
  )
}

function hasSame(some: readonly string[], others: readonly string[]): boolean {
  return some.every((one) => others.includes(one)) && others.every((one) => some.includes(one))
}

async function rotate(
  tx: Transaction,
  stream: Stream,
  session: Renewable,
  redemption: Redemption,
): Promise<Renewal> {
  const refresh = newToken(tx.now, redemption.lifetimes.refreshTokenIdleExpiration)
  await tx.append(stream, [
    newAccess(tx, session, redemption),
    refreshTokenRenewed({ tokenId: refresh.tokenId, idleExpiresAt: refresh.expiresAt }),
  ])
  return { kind: 'renewed', ...outcomeOf(stream, redemption) }
}

function newAccess({ now }: Transaction, { grant, refresh }: Renewable, redemption: Redemption) {
  const { accessToken, scopes, audience, lifetimes, userSequence } = redemption
  const token = newToken(now, lifetimes.accessTokenLifetime)
  return accessTokenAdded({
    ...token,
    expiresAt: earlier(token.expiresAt, refresh.expiresAt),
    jwt: accessToken === 'jwt',
    userSequence,
    ...(scopes.length < grant.scopes.length && { scopes: [...scopes] }),
    ...(audience && { audience: [...audience] }),
  })
}

function outcomeOf(stream: Stream, { key }: Redemption) {
  const session = stream.state(oidcSessionFacet) as Renewable
  return { session, issued: tokensOf(stream.id, session, key) }
}

/** Writes the tokens that a session has now. */
function tokensOf(oidcSessionId: string, { grant, access, refresh }: OidcSession, key: Buffer): IssuedTokens {
  return {
    oidcSessionId,
    accessToken: access
      ? {
          text: access.jwt ? '' : tokenTextOf('access', key, { oidcSessionId, tokenId: access.tokenId }),
          jti: jtiOf({ oidcSessionId, tokenId: access.tokenId }),
          issuedAt: access.issuedAt,
          expiresAt: access.expiresAt,
          scopes: access.scopes,
          audience: access.audience ?? grant.audience,
        }
      : undefined,
    refreshToken: refresh
      ? tokenTextOf('refresh', key, { oidcSessionId, tokenId: refresh.tokenId })
      : undefined,
  }
}
