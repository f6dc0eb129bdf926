import type { JWTPayload } from 'jose'
import type { Call } from '../../access/call.ts'
import { type Endpoint, type EndpointReply, endpoint } from '../../contract/endpoint.ts'
import type { OidcClient } from '../../features/applications/index.ts'
import { signJwt } from '../../features/web-keys/index.ts'
import { introspectionClaims } from './claims/userClaims.ts'
import { type UserFacts, userFactsSql } from './claims/userFacts.ts'
import { authenticateClient, clientPart } from './client.ts'
import { presentedCredentials, wrongCredentials } from './clientAuth/presented.ts'
import { type LookupPart, openRequestLookup, type Place } from './lookup.ts'
import { type JsonReply, jsonReply, replying } from './oauthError.ts'
import type { OidcDeps } from './oidcDeps.ts'
import { oncePerRow } from './oncePerRow.ts'
import { parametersOf } from './parameters.ts'
import { prefersType } from './prefersType.ts'
import { type PresentedToken, presentedToken } from './presentedToken.ts'
import { patPart, tokenPart } from './tokenPart.ts'
import { seconds } from './tokenReply.ts'
import { type UsableToken, usableToken } from './usableToken.ts'

interface FactsColumns {
  readonly user_facts: UserFacts | null
}

/** Facts of the token's user; roles are those in the project of the caller. */
const factsPart = (token: 't' | 'pt', scopes: string): LookupPart<never, FactsColumns> => ({
  keys: [],
  joins: '',
  columns: {
    user_facts: `case when ${token}.user_id is not null and c.app_id is not null then ${userFactsSql({
      instanceId: 'i.instance_id',
      userId: `${token}.user_id`,
      scopes,
      projects: 'array[c.project_id]',
    })} end`,
  },
  // The user is one that the token leans on.
  reads: () => ({}),
})

/** The media type of signed replies (RFC 9701 §4). */
const signedType = 'application/token-introspection+jwt'

/**
 * The introspection endpoint (RFC 7662). Callers are clients that can authenticate; a token is active for those in its audience.
 * Whatever is wrong with the token, the reply says only that it is not active.
 */
export function introspectionEndpoint(on: OidcDeps): Endpoint<Call> {
  const findToken = openRequestLookup(on, [
    clientPart,
    tokenPart,
    factsPart('t', 'coalesce(t.access_scopes, t.scopes)'),
  ])
  const findPat = openRequestLookup(on, [clientPart, patPart, factsPart('pt', 'pt.scopes')])
  const replyOf = oncePerRow<JsonReply>()
  return endpoint({
    methods: ['POST'],
    path: '/oauth/v2/introspect',
    credential: 'protocol',
    cors: 'any origin',
    body: 'form',
    bodyLimit: 64 * 1024,
    refusals: 'oauth',
    handle: ({ body, head }) =>
      replying(async () => {
        const parameters = parametersOf(body)
        const presented = presentedCredentials(head, parameters)
        const token = presentedToken(parameters.require('token'))
        const found = await (token?.kind === 'pat'
          ? findPat(head, { client_id: clientIdOf(presented), pat_id: token.parts.tokenId })
          : findToken(head, { client_id: clientIdOf(presented), ...tokenKey(token) }))
        const client = await authenticateClient(on, {
          head,
          parameters,
          place: found,
          presented,
          found: found.row,
        })
        if (client.authMethod === 'none') throw wrongCredentials(presented)
        const usable = await usableToken(on, found, token, found.row)
        const claims = () => introspection(found, client, usable, found.row.user_facts)
        if (prefersType(head.headers.get('accept'), signedType)) {
          return signedReply(on, found, client, claims())
        }
        // All that a usable token says is in its row: the row names the one token that is usable.
        return usable === undefined ? jsonReply(claims()) : replyOf(found, () => jsonReply(claims()))
      }),
  })
}

/** Returns the client id by which credentials are looked up. */
function clientIdOf({ clientId }: { readonly clientId: string | undefined }): string {
  return clientId ?? ''
}

/** Returns the key of `tokenPart` for a presented token. */
export function tokenKey(token: PresentedToken | undefined) {
  const isGrant = token !== undefined && token.kind !== 'pat'
  return {
    oidc_session_id: isGrant ? token.parts.oidcSessionId : '',
    web_key_id: token?.kind === 'jwt' ? token.keyId : '',
  }
}

function introspection(
  { origin }: Place,
  { clientId, projectId }: OidcClient,
  token: UsableToken | undefined,
  facts: UserFacts | null,
): Readonly<Record<string, unknown>> {
  const isFor = token?.audience?.some((one) => one === clientId || one === projectId) ?? true
  if (token === undefined || facts === null || !isFor) return { active: false }
  const { scopes, confirmation } = token
  return {
    ...introspectionClaims(facts, { scopes, projectId, origin: origin.url }),
    active: true,
    scope: scopes.join(' '),
    ...(token.clientId !== undefined && { client_id: token.clientId }),
    token_type: confirmation?.jkt ? 'DPoP' : 'Bearer',
    exp: seconds(token.expiresAt),
    iat: seconds(token.issuedAt),
    nbf: seconds(token.issuedAt),
    ...(token.authTime !== undefined && { auth_time: seconds(token.authTime) }),
    sub: token.userId,
    aud: token.audience ?? [clientId, projectId],
    ...(token.amr.length > 0 && { amr: token.amr }),
    ...(token.acr !== undefined && { acr: token.acr }),
    iss: origin.url,
    jti: token.jti,
    username: facts.loginName,
    ...(token.actor && { act: token.actor }),
    ...(token.mayAct && { may_act: token.mayAct }),
    ...(confirmation && { cnf: confirmation }),
  }
}

/** RFC 9701 §5: the reply is a member of its own, so that the token cannot be taken for an access token. */
async function signedReply(
  on: OidcDeps,
  { instanceId, origin, now }: Place,
  { clientId }: OidcClient,
  reply: Readonly<Record<string, unknown>>,
): Promise<EndpointReply<'protocol'>> {
  const claims: JWTPayload = {
    iss: origin.url,
    aud: clientId,
    iat: Math.floor(now.getTime() / 1000),
    token_introspection: reply,
  }
  const jwt = await signJwt(on, instanceId, { claims, typ: 'token-introspection+jwt' })
  return { status: 200, headers: { 'content-type': signedType, 'cache-control': 'no-store' }, body: jwt }
}
