import { ownHeader } from '../../../contract/ownHeaders.ts'
import { reasonHeader } from '../../../contract/reasonHeader.ts'
import { issueTokens, type TokenGrant } from '../../../features/oidc-sessions/index.ts'
import { userImpersonated } from '../../../features/users/index.ts'
import { authenticateClient, clientPart } from '../client.ts'
import { confirmKey } from '../confirmation.ts'
import { decideExchange } from '../exchange/decideExchange.ts'
import { requireImpersonation } from '../exchange/impersonation.ts'
import { dead, type PresentedParty, unusable } from '../exchange/partyUser.ts'
import { type Party, tokenTypes } from '../exchange/presentedParty.ts'
import { openPartyReader } from '../exchange/readParty.ts'
import { subjectColumnsOf } from '../exchange/subjectFacts.ts'
import { issuingPart, lifetimesOf } from '../issuingPart.ts'
import { type Found, openRequestLookup } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { type Parameters, scopesOf } from '../parameters.ts'
import { narrowedAudience } from '../resources.ts'
import { steps } from '../steps.ts'
import { subjectReply } from '../subjectReply.ts'
import type { Grant, TokenReply, TokenRequest } from '../tokenRequest.ts'

const parts = [clientPart, issuingPart]
type FoundClient = Found<(typeof parts)[number]>
type Client = Awaited<ReturnType<typeof authenticateClient>>

/**
 * Token exchange (RFC 8693): a token with less reach, for another API, or in the name of another user by an actor. It lives and
 * dies with the tokens that it was exchanged for.
 */
export const tokenExchange: Grant & { readonly type: 'urn:ietf:params:oauth:grant-type:token-exchange' } = {
  type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  open(on) {
    const find = openRequestLookup(on, parts)
    const readParty = openPartyReader(on)
    const column = steps<TokenRequest>()
      .step(({ head, parameters }) => ({
        asked: askedFor(parameters),
        reason: ownHeader(head.headers, reasonHeader),
      }))
      .step(async ({ head, presented }) => ({
        found: await find(head, { client_id: presented.clientId ?? '' }),
      }))
      .step(async ({ found, ...request }) => ({
        client: await authenticateClient(on, { ...request, found: found.row, place: found }),
      }))
      .check(({ client }) => {
        if (client.grantTypes.includes(tokenExchange.type)) return
        throw new OAuthError(
          'unauthorized_client',
          'this application may not exchange tokens; add the grant to it',
        )
      })
      .step(async ({ head, found, client, asked }) => {
        const exchange = { head, place: found, client }
        const [subject, actor] = await Promise.all([
          readParty(exchange, asked.subject),
          asked.actor && readParty(exchange, asked.actor),
        ])
        return { subject, actor }
      })
      .check(async ({ found, subject, actor, reason }) => {
        if (actor) await requireImpersonation(on, found, { subject, actor, reason })
      })
      .step(async ({ found, subject, actor, parameters }) => ({
        resources: await narrowedAudience(
          on,
          found.instanceId,
          [...(subject.audience ?? []), ...(actor?.audience ?? [])],
          parameters.all('resource'),
        ),
      }))
      .step(({ found, subject, actor, asked, resources = [] }) => {
        const wanted = { ...asked, audience: [...asked.audience, ...resources], issuer: found.origin.url }
        return { exchanged: decideExchange(subject, actor, wanted, found.now) }
      })
      .step(async ({ head, found, client, subject, actor }) => ({
        bound: await confirmKey(on, { head, place: found, client }, confirmationOf(subject, actor)),
      }))
      .step((draft) => ({ grant: grantOf(draft) }))
      .step(async ({ found, grant, asked, actor, client, reason }) => ({
        issued: await issue(on, found, { grant, subject: asked.subject, actor, client, reason }),
      }))
      .step(async ({ found, client, grant, issued, asked, bound }) => {
        const { user_facts, signing_key } = await subjectColumnsOf(on, found.instanceId, grant)
        const row = { user_facts, signing_key, iam_project_id: found.row.iam_project_id }
        const { idTokenLifetime } = grant.lifetimes
        const tokens = { place: found, grant, issued, idTokenLifetime, client, row, scope: grant.scopes }
        const reply = await subjectReply(on, tokens)
        return {
          reply: { body: bodyOf(reply, asked.requestedType, idTokenLifetime), headers: bound.headers },
        }
      })
    return async (request) => (await column.run(request)).reply
  },
}

const requestable: readonly string[] = [tokenTypes.accessToken, tokenTypes.jwt, tokenTypes.idToken]

function askedFor(parameters: Parameters) {
  const subjectType = parameters.require('subject_token_type')
  const subject: PresentedParty = {
    role: 'subject',
    text: parameters.require('subject_token'),
    type: subjectType,
  }
  const actorText = parameters.get('actor_token')
  const requestedType = parameters.get('requested_token_type') ?? tokenTypes.accessToken
  if (!requestable.includes(requestedType)) {
    throw new OAuthError(
      'invalid_request',
      `this requested_token_type is not issued; use one of ${requestable.join(', ')}`,
    )
  }
  const needsActor = subjectType === tokenTypes.userId || subjectType === tokenTypes.jwt
  if (actorText === undefined && (needsActor || parameters.get('actor_token_type') !== undefined)) {
    throw new OAuthError('invalid_request', 'the parameter actor_token is missing; send it')
  }
  const actor: PresentedParty | undefined =
    actorText === undefined
      ? undefined
      : { role: 'actor', text: actorText, type: parameters.require('actor_token_type') }
  return {
    subject,
    actor,
    subjectType,
    requestedType,
    scopes: scopesOf(parameters.get('scope')),
    audience: parameters.all('audience'),
  }
}

/** A bound token is exchanged by the holder of its key only. */
function confirmationOf(subject: Party, actor: Party | undefined) {
  const [one, other] = [subject.confirmation, actor?.confirmation]
  if (one && other && (one.jkt !== other.jkt || one['x5t#S256'] !== other['x5t#S256'])) {
    throw new OAuthError(
      'invalid_request',
      'the presented tokens are bound to different keys; use tokens of one key',
    )
  }
  return one ?? other
}

function grantOf(draft: {
  readonly found: FoundClient
  readonly client: Client
  readonly subject: Party
  readonly actor: Party | undefined
  readonly asked: ReturnType<typeof askedFor>
  readonly exchanged: ReturnType<typeof decideExchange>
  readonly bound: Awaited<ReturnType<typeof confirmKey>>
}): TokenGrant {
  const { found, client, subject, actor, asked, exchanged, bound } = draft
  const { authTime, amr, acr } = actor ?? subject
  const lifetimes = lifetimesOf(found.row)
  const isIdToken = asked.requestedType === tokenTypes.idToken
  const scopes = isIdToken ? [...new Set([...exchanged.scopes, 'openid'])] : [...exchanged.scopes]
  return {
    orgId: subject.orgId,
    lean: exchanged.lean,
    sessionExpired: subject.sessionExpired,
    ...(exchanged.otherLeans.length > 0 && { otherLeans: [...exchanged.otherLeans] }),
    ...(exchanged.exchangedFrom.length > 0 && { exchangedFrom: [...exchanged.exchangedFrom] }),
    clientId: client.clientId,
    appId: client.appId,
    projectId: client.projectId,
    scopes,
    audience: [...exchanged.audience],
    amr: [...amr],
    ...(acr !== undefined && { acr }),
    ...(authTime !== undefined && { authTime: new Date(authTime).toISOString() }),
    ...(exchanged.actor && { actor: exchanged.actor }),
    ...(bound.confirmation && { confirmation: bound.confirmation }),
    accessToken: isIdToken ? 'none' : asked.requestedType === tokenTypes.jwt ? 'jwt' : 'opaque',
    refreshToken: !isIdToken && exchanged.renewable > 0 && scopes.includes('offline_access'),
    lifetimes: {
      ...lifetimes,
      accessTokenLifetime: Math.min(lifetimes.accessTokenLifetime, exchanged.remaining),
      idTokenLifetime: Math.min(lifetimes.idTokenLifetime, exchanged.remaining),
      refreshTokenExpiration: Math.min(lifetimes.refreshTokenExpiration, exchanged.renewable),
    },
  }
}

async function issue(
  on: OidcDeps,
  { instanceId, now }: FoundClient,
  {
    grant,
    subject,
    actor,
    client,
    reason,
  }: {
    readonly grant: TokenGrant
    readonly subject: PresentedParty
    readonly actor: Party | undefined
    readonly client: Client
    readonly reason: string | undefined
  },
) {
  const writing = { instanceId, creator: actor?.userId ?? grant.lean.userId, now, reason }
  const { result } = await on.log.transact(writing, undefined, async (tx) => {
    if (actor) {
      const user = await tx.load({ type: 'user', id: grant.lean.userId })
      await tx.append(user, [userImpersonated({ clientId: client.clientId, actorId: actor.userId })])
    }
    const issued = await issueTokens(tx, grant)
    if (issued === undefined) throw unusable(subject, dead)
    return issued
  })
  return result
}

/** An ID token is returned where the access token would be (RFC 8693 §2.2.1). */
function bodyOf({ body }: TokenReply, type: string, lifetime: number): TokenReply['body'] {
  if (type !== tokenTypes.idToken) return { ...body, issued_token_type: type }
  const { id_token, ...rest } = body
  return { ...rest, access_token: id_token, issued_token_type: type, token_type: 'N_A', expires_in: lifetime }
}
