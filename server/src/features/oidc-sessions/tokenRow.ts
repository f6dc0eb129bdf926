import type { Actor, Lean } from './events.ts'
import type { TokenToJudge } from './tokenStanding.ts'

/** A row of `oidc_sessions` as JSON; instants have PostgreSQL's form. */
export interface TokenRow {
  readonly oidc_session_id: string
  readonly user_id: string
  readonly org_id: string
  readonly client_id: string
  readonly app_id: string | null
  readonly project_id: string | null
  readonly session_id: string | null
  readonly scopes: readonly string[]
  readonly audience: readonly string[]
  readonly amr: readonly string[]
  readonly acr: string | null
  readonly auth_time: string | null
  readonly nonce: string | null
  readonly claims: { readonly idToken?: readonly string[]; readonly userinfo?: readonly string[] } | null
  readonly proofs: Lean['proofs'] | null
  readonly credential: NonNullable<Lean['credential']> | null
  readonly user_sequence: number
  readonly other_leans: readonly Lean[] | null
  readonly exchanged_from: readonly string[] | null
  readonly actor: Actor | null
  readonly may_act: Actor | null
  readonly cnf: { readonly jkt?: string; readonly 'x5t#S256'?: string } | null
  readonly key_id: string
  readonly access_token_id: string | null
  readonly access_jwt: boolean
  readonly access_scopes: readonly string[] | null
  /** null: that of the grant. */
  readonly access_audience: readonly string[] | null
  readonly access_issued_at: string | null
  readonly access_expires_at: string | null
  readonly refresh_token_id: string | null
  readonly refresh_idle_expires_at: string | null
  readonly refresh_expires_at: string | null
  readonly revoked_at: string | null
}

/** Returns everything that the tokens of a row lean on: the user's own part first. */
export function leansOf(row: TokenRow): readonly [Lean, ...Lean[]] {
  const own: Lean = {
    userId: row.user_id,
    userSequence: row.user_sequence,
    proofs: row.proofs ?? [],
    ...(row.session_id !== null && { sessionId: row.session_id }),
    ...(row.credential !== null && { credential: row.credential }),
  }
  return [own, ...(row.other_leans ?? [])]
}

/** Returns the ids of all streams of people and logins from which a row and its `StandingFacts` are read, by type. */
export function streamsOfToken(row: TokenRow): {
  readonly user: readonly string[]
  readonly session: readonly string[]
  readonly oidc_session: readonly string[]
} {
  const leans = leansOf(row)
  return {
    user: leans.map(({ userId }) => userId),
    session: leans.flatMap(({ sessionId }) => sessionId ?? []),
    oidc_session: sourcesOf(row),
  }
}

/** Returns what decides whether one token of a row may be used; a token that is not the session's newest of its kind is dead. */
export function toJudge(
  row: TokenRow,
  kind: 'access' | 'refresh',
  tokenId: string | undefined,
): TokenToJudge {
  const [lean, ...otherLeans] = leansOf(row)
  const access = { tokenId: row.access_token_id, expiresAt: row.access_expires_at }
  const refresh = isRenewable(row)
    ? { tokenId: row.refresh_token_id, expiresAt: earlierOf(row) }
    : { tokenId: null, expiresAt: null }
  const newest = kind === 'access' ? access : refresh
  const isNewest = tokenId === undefined || newest.tokenId === tokenId
  return {
    lean,
    otherLeans,
    revoked: row.revoked_at !== null || newest.tokenId === null || !isNewest,
    expiresAt: newest.expiresAt,
  }
}

/**
 * Returns the absolute end (ISO 8601) of the refresh token of a row, beyond which nothing that is exchanged for the row's tokens can
 * be renewed; undefined if it has none that could be redeemed now.
 */
export function refreshEndOf(row: TokenRow, now: Date): string | undefined {
  const { expiresAt } = toJudge(row, 'refresh', undefined)
  if (expiresAt === null || Date.parse(expiresAt) <= now.getTime()) return undefined
  return row.refresh_expires_at ?? undefined
}

/**
 * Whether the tokens of a row may be renewed. Acting for another user lasts one access token, and a machine fetches further tokens by
 * its credential; exchanges of before 0.3.0 gave refresh tokens to both.
 */
function isRenewable(row: TokenRow): boolean {
  return row.actor === null && leansOf(row).every(({ credential }) => credential === undefined)
}

/** Returns what decides whether an ID token that was issued with a row may be exchanged: it lives as the grant does, until it expires. */
export function idTokenToJudge(row: TokenRow, expiresAt: string): TokenToJudge {
  const [lean, ...otherLeans] = leansOf(row)
  return { lean, otherLeans, revoked: row.revoked_at !== null, expiresAt }
}

/** Returns the grants with which a token that is exchanged for one of a row dies. */
export function sourcesOf(row: TokenRow): readonly string[] {
  return [row.oidc_session_id, ...(row.exchanged_from ?? [])]
}

function earlierOf({ refresh_idle_expires_at: idle, refresh_expires_at: end }: TokenRow): string | null {
  if (idle === null || end === null) return null
  return Date.parse(idle) <= Date.parse(end) ? idle : end
}
