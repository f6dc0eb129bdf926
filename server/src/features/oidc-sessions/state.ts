import type { Facet, Recorded } from '../../kernel/facet.ts'
import {
  accessTokenAdded,
  accessTokenRevoked,
  type OidcSessionEvent,
  type OidcSessionGrant,
  oidcSessionAdded,
  oidcSessionEvents,
  oidcSessionRevoked,
  refreshTokenAdded,
  refreshTokenRenewed,
  refreshTokenRevoked,
} from './events.ts'
import { oidcSessionRows } from './rows.ts'

/** The one access token of a session. */
export type AccessToken = {
  readonly tokenId: string
  /** ISO 8601. */
  readonly issuedAt: string
  readonly expiresAt: string
  readonly jwt: boolean
  readonly scopes: readonly string[]
  /** Absent: that of the session. */
  readonly audience?: readonly string[] | undefined
}

/** The refresh token that can be redeemed, and the one before it. */
export type RefreshToken = {
  readonly tokenId: string
  /** The token that was redeemed for this one; null for the first. */
  readonly previousId: string | null
  readonly renewedAt: string
  readonly idleExpiresAt: string
  readonly expiresAt: string
}

/** A grant of tokens to a client. */
export type OidcSession = {
  readonly kind: 'granted'
  readonly grant: OidcSessionGrant
  /** Of the main lean: the latest position at which all that the tokens lean on stood. */
  readonly userSequence: number
  readonly access: AccessToken | null
  readonly refresh: RefreshToken | null
  readonly createdAt: string
  /** Set once all tokens are void. */
  readonly revokedAt: string | null
}

/** `none` only before the grant. */
export type OidcSessionState = { readonly kind: 'none' } | OidcSession

/** The tokens of one grant: at most one access token and one refresh token. */
export const oidcSessionFacet: Facet<OidcSessionState, OidcSessionEvent> = {
  name: 'oidcSession',
  revision: 3,
  streams: ['oidc_session'],
  events: oidcSessionEvents,
  initial: { kind: 'none' },
  evolve(state, event) {
    if (event.type === oidcSessionAdded.type) {
      return {
        kind: 'granted',
        grant: event.payload,
        userSequence: event.payload.lean.userSequence,
        access: null,
        refresh: null,
        createdAt: event.createdAt,
        revokedAt: null,
      }
    }
    return state.kind === 'none' || state.revokedAt !== null ? state : evolveGranted(state, event)
  },
  rows: oidcSessionRows,
  secrets: (state) => (state.kind === 'none' || isVoid(state) ? [] : [state.grant.keyId]),
}

/** Whether no token of the session can be used again. */
function isVoid({ access, refresh }: OidcSession): boolean {
  return access === null && refresh === null
}

function evolveGranted(session: OidcSession, event: Recorded<OidcSessionEvent>): OidcSession {
  const { createdAt } = event
  switch (event.type) {
    case accessTokenAdded.type: {
      const { userSequence, scopes, ...token } = event.payload
      return {
        ...session,
        userSequence: userSequence ?? session.userSequence,
        access: { ...token, scopes: scopes ?? session.grant.scopes, issuedAt: createdAt },
      }
    }
    case refreshTokenAdded.type:
      return { ...session, refresh: { ...event.payload, previousId: null, renewedAt: createdAt } }
    case refreshTokenRenewed.type:
      if (session.refresh === null) return session
      return {
        ...session,
        refresh: {
          ...event.payload,
          previousId: session.refresh.tokenId,
          renewedAt: createdAt,
          expiresAt: session.refresh.expiresAt,
        },
      }
    case accessTokenRevoked.type:
      return revoked({ ...session, access: null }, createdAt)
    case refreshTokenRevoked.type:
    case oidcSessionRevoked.type:
      return revoked({ ...session, access: null, refresh: null }, createdAt)
    default:
      return session
  }
}

function revoked(session: OidcSession, at: string): OidcSession {
  return isVoid(session) ? { ...session, revokedAt: at } : session
}
