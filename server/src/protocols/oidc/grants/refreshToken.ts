import type { StreamJson } from '../../../eventlog/streamRow.ts'
import type { OidcClient } from '../../../features/applications/index.ts'
import {
  isGenuine,
  type OidcTokenParts,
  type Renewal,
  renewTokens,
  toJudge,
  tokenStanding,
} from '../../../features/oidc-sessions/index.ts'
import { authenticateClient, clientPart } from '../client.ts'
import { openClientLookup } from '../clientLookup.ts'
import { confirmKey } from '../confirmation.ts'
import { issuingPart, lifetimesOf } from '../issuingPart.ts'
import type { Found, LookupPart } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { scopesOf } from '../parameters.ts'
import { presentedToken } from '../presentedToken.ts'
import { narrowedAudience } from '../resources.ts'
import { steps } from '../steps.ts'
import { type SubjectColumns, subjectColumns, subjectReply } from '../subjectReply.ts'
import { tokenPart } from '../tokenPart.ts'
import type { Grant, TokenReply, TokenRequest } from '../tokenRequest.ts'

interface RenewalColumns extends SubjectColumns {
  /** The stream of the grant, which the renewal changes. */
  readonly token_stream: StreamJson | null
  /** The present position of the user's stream. */
  readonly user_position: number | null
}

const renewalPart: LookupPart<never, RenewalColumns> = {
  keys: [],
  joins: '',
  columns: {
    ...subjectColumns({
      when: `t.user_id is not null and (c.config->>'accessTokenType' = 'jwt' or 'openid' = any(t.scopes))`,
      userId: 't.user_id',
      scopes: 't.scopes',
      projects: 'array_append(t.audience, t.project_id)',
    }),
    token_stream: `(select to_json(s) from streams s where s.instance_id = i.instance_id
      and s.stream_type = 'oidc_session' and s.stream_id = t.oidc_session_id)`,
    user_position: `(select s.sequence from streams s where s.instance_id = i.instance_id
      and s.stream_type = 'user' and s.stream_id = t.user_id)`,
  },
}

const parts = [clientPart, tokenPart, issuingPart, renewalPart]
type FoundGrant = Found<(typeof parts)[number]>

/** Refresh (RFC 6749 §6) with rotation: a token is redeemed once, and a later use of it revokes the whole family (RFC 9700 §4.14.2). */
export const refreshToken: Grant = {
  type: 'refresh_token',
  open(on) {
    const find = openClientLookup(on, parts, 'cached')
    const column = steps<TokenRequest>()
      .step(({ parameters }) => {
        const token = presentedToken(parameters.require('refresh_token'))
        return { token: token?.kind === 'refresh' ? token.parts : undefined }
      })
      .step(async ({ head, presented, token }) => ({
        found: await find(head, {
          client_id: presented.clientId ?? '',
          oidc_session_id: token?.oidcSessionId ?? '',
          web_key_id: '',
        }),
      }))
      .step(async ({ found, ...request }) => ({
        client: await authenticateClient(on, { ...request, place: found, found: found.row }),
      }))
      .check(({ client }) => requireGrant(client))
      .step(async ({ found, client, token }) => ({ key: await requireStanding(on, found, client, token) }))
      .check(({ found, client }) => refuseUnbound(found, client))
      .step(async ({ found, parameters }) => ({
        audience: await narrowedAudience(
          on,
          found.instanceId,
          found.row.token?.audience ?? [],
          parameters.all('resource'),
        ),
      }))
      .step(async ({ head, found, client }) => ({
        // Tokens that are bound to a key stay bound to it.
        bound: await confirmKey(on, { head, place: found, client }, found.row.token?.cnf ?? undefined),
      }))
      .step(({ found, parameters }) => ({ scopes: narrowed(found, scopesOf(parameters.get('scope'))) }))
      .step(async ({ found, client, key, scopes, audience, token }) => ({
        renewal: await renew(on, found, { client, key, scopes, audience, token }),
      }))
      .step(async ({ found, client, renewal, parameters }) => ({
        reply: await replyTo(on, found, client, renewal, parameters.get('scope') !== undefined),
      }))
    return async (request) => {
      const { reply, bound } = await column.run(request)
      return { ...reply, headers: bound.headers }
    }
  },
}

const invalid = (reason: string) => new OAuthError('invalid_grant', reason)
const dead = 'the refresh token is unknown, expired or revoked; start a new authorization'

/** The grants that may have given a client its refresh token. */
const givers: readonly string[] = [
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
]

function requireGrant({ grantTypes }: OidcClient): void {
  if (grantTypes.some((type) => givers.includes(type))) return
  throw new OAuthError(
    'unauthorized_client',
    'this client may not use refresh_token; add the grant to its settings',
  )
}

/** Returns the opened key of the grant if the token is genuine, the client's, and everything that it leans on stands. */
async function requireStanding(
  on: OidcDeps,
  { instanceId, now, row }: FoundGrant,
  { clientId }: OidcClient,
  parts: OidcTokenParts | undefined,
): Promise<Buffer> {
  const { token, token_sealed: sealed, standing } = row
  if (!parts || !token || !sealed || !standing || token.client_id !== clientId) throw invalid(dead)
  const ref = { instanceId, type: 'oidc_session', id: token.oidc_session_id }
  const key = await on.log.unseal(ref, token.key_id, sealed)
  if (!isGenuine('refresh', key, parts)) throw invalid(dead)
  if (tokenStanding(toJudge(token, 'refresh', undefined), standing, now)) throw invalid(dead)
  return key
}

/** A client whose tokens must be bound to a key gets no further ones of a grant from the time before. */
function refuseUnbound({ row }: FoundGrant, client: OidcClient): void {
  const isDemanded = client.dpopBoundAccessTokens || client.tlsClientCertificateBoundAccessTokens
  if (!isDemanded || row.token?.cnf) return
  throw invalid('the tokens of this client must be bound to a key by now; start a new authorization')
}

/** The scopes of the grant, or fewer (RFC 6749 §6). */
function narrowed({ row }: FoundGrant, requested: readonly string[]): readonly string[] {
  const granted = row.token?.scopes ?? []
  if (requested.length === 0) return granted
  if (requested.every((scope) => granted.includes(scope))) return requested
  throw new OAuthError('invalid_scope', 'the scope goes beyond the grant; leave it out or ask for less')
}

async function renew(
  on: OidcDeps,
  { instanceId, now, row }: FoundGrant,
  redeemed: {
    readonly client: OidcClient
    readonly key: Buffer
    readonly scopes: readonly string[]
    readonly audience: readonly string[] | undefined
    readonly token: OidcTokenParts | undefined
  },
): Promise<Extract<Renewal, { issued: unknown }>> {
  const { client, key, scopes, audience, token } = redeemed
  if (token === undefined) throw invalid(dead)
  const writing = {
    instanceId,
    creator: row.token?.user_id ?? '',
    now,
    preloaded: row.token_stream ?? undefined,
  }
  const renewal = await renewTokens(on.log, writing, {
    parts: token,
    key,
    accessToken: client.accessTokenType === 'jwt' ? 'jwt' : 'opaque',
    scopes,
    audience,
    lifetimes: lifetimesOf(row),
    userSequence: row.user_position ?? 0,
  })
  switch (renewal.kind) {
    case 'renewed':
    case 'repeated':
      return renewal
    case 'void':
      throw invalid(dead)
    case 'reused':
      throw invalid(
        'the refresh token was used before, so all tokens of this login were revoked; log in again',
      )
  }
}

function replyTo(
  on: OidcDeps,
  found: FoundGrant,
  client: OidcClient,
  { session, issued }: Extract<Renewal, { issued: unknown }>,
  asked: boolean,
): Promise<TokenReply> {
  // As the access token, it does not outlive the absolute end of the refresh token.
  const end = Date.parse(session.refresh.expiresAt)
  const { idTokenLifetime } = lifetimesOf(found.row)
  return subjectReply(on, {
    place: found,
    grant: session.grant,
    issued,
    idTokenLifetime: Math.min(idTokenLifetime, Math.floor((end - found.now.getTime()) / 1000)),
    client,
    row: found.row,
    scope: asked ? issued.accessToken?.scopes : undefined,
  })
}
