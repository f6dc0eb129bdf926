import { matchesDigest } from '../../access/tokenSecret.ts'
import {
  type Actor,
  isGenuine,
  jtiOf,
  type TokenRow,
  toJudge,
  tokenStanding,
} from '../../features/oidc-sessions/index.ts'
import { verifyJwt } from '../../features/web-keys/index.ts'
import type { Place } from './lookup.ts'
import type { OidcDeps } from './oidcDeps.ts'
import type { PresentedToken } from './presentedToken.ts'
import type { PatColumns, TokenColumns } from './tokenPart.ts'

/** A genuine access token whose leans all stand. */
export interface UsableToken {
  readonly userId: string
  readonly clientId: string | undefined
  readonly projectId: string | undefined
  readonly scopes: readonly string[]
  /** undefined: every audience (personal access tokens). */
  readonly audience: readonly string[] | undefined
  readonly jti: string
  /** ISO 8601 or PostgreSQL's JSON form. */
  readonly issuedAt: string
  readonly expiresAt: string
  readonly authTime: string | undefined
  readonly amr: readonly string[]
  readonly acr: string | undefined
  /** Claims by name that the client asked of userinfo. */
  readonly claimNames: readonly string[]
  readonly actor: Actor | undefined
  readonly mayAct: Actor | undefined
  readonly confirmation: { readonly jkt?: string; readonly 'x5t#S256'?: string } | undefined
}

/** Returns the token if it is an access token of this place that may be used now; undefined else. */
export async function usableToken(
  on: Pick<OidcDeps, 'log' | 'database'>,
  { instanceId, origin, now }: Place,
  presented: PresentedToken | undefined,
  row: Partial<TokenColumns & PatColumns>,
): Promise<UsableToken | undefined> {
  switch (presented?.kind) {
    case 'access':
    case 'jwt': {
      const { token, standing } = row
      if (!token || !standing) return undefined
      const isJwt = presented.kind === 'jwt'
      if (token.access_jwt !== isJwt) return undefined
      if (tokenStanding(toJudge(token, 'access', presented.parts.tokenId), standing, now)) return undefined
      const genuine = isJwt
        ? await verifyJwt(on, instanceId, presented.text, {
            issuer: origin.url,
            now,
            typ: 'JWT',
            key: row.token_key ?? null,
          })
        : row.token_sealed &&
          isGenuine('access', await keyOf(on, instanceId, token, row.token_sealed), presented.parts)
      return genuine ? ofGrant(row, presented.parts) : undefined
    }
    case 'pat':
      return usablePat(on, instanceId, now, presented, row)
    default:
      return undefined
  }
}

function keyOf(
  { log }: Pick<OidcDeps, 'log'>,
  instanceId: string,
  token: TokenRow,
  sealed: Buffer,
): Promise<Buffer> {
  return log.unseal({ instanceId, type: 'oidc_session', id: token.oidc_session_id }, token.key_id, sealed)
}

function ofGrant(
  { token }: Partial<TokenColumns>,
  parts: { readonly oidcSessionId: string; readonly tokenId: string },
) {
  if (!token) return undefined
  return {
    userId: token.user_id,
    clientId: token.client_id,
    projectId: token.project_id ?? undefined,
    scopes: token.access_scopes ?? token.scopes,
    audience: token.access_audience ?? token.audience,
    jti: jtiOf(parts),
    issuedAt: token.access_issued_at ?? '',
    expiresAt: token.access_expires_at ?? '',
    authTime: token.auth_time ?? undefined,
    amr: token.amr,
    acr: token.acr ?? undefined,
    claimNames: token.claims?.userinfo ?? [],
    actor: token.actor ?? undefined,
    mayAct: token.may_act ?? undefined,
    confirmation: token.cnf ?? undefined,
  }
}

async function usablePat(
  { log }: Pick<OidcDeps, 'log'>,
  instanceId: string,
  now: Date,
  { parts }: Extract<PresentedToken, { kind: 'pat' }>,
  { pat, pat_sealed: sealed }: Partial<PatColumns>,
): Promise<UsableToken | undefined> {
  if (!pat || !sealed || pat.revoked || !pat.org_active) return undefined
  const mayAct = pat.user_status === 'locked' ? pat.locked_until !== null : pat.user_status === 'active'
  if (!mayAct || Date.parse(pat.expires_at) <= now.getTime()) return undefined
  const digest = await log.unseal({ instanceId, type: 'user', id: pat.user_id }, parts.tokenId, sealed)
  if (!matchesDigest(parts.secret, digest)) return undefined
  return {
    userId: pat.user_id,
    clientId: undefined,
    projectId: undefined,
    scopes: pat.scopes,
    audience: undefined,
    jti: parts.tokenId,
    issuedAt: pat.created_at,
    expiresAt: pat.expires_at,
    authTime: undefined,
    amr: [],
    acr: undefined,
    claimNames: [],
    actor: undefined,
    mayAct: undefined,
    confirmation: undefined,
  }
}
