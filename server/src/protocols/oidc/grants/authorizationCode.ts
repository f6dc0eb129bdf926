import { matchesDigest } from '../../../access/tokenSecret.ts'
import type { OidcClient } from '../../../features/applications/index.ts'
import {
  type AuthRequestState,
  authRequestFacet,
  authRequestId,
  codeText,
  exchangeCode,
  type NotRedeemed,
  receivingClient,
  refuseResponseType,
} from '../../../features/auth-requests/index.ts'
import { issueTokens, revokeOidcSession } from '../../../features/oidc-sessions/index.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { codePart } from '../authorize/codePart.ts'
import { isLoginStanding } from '../authorize/loginStanding.ts'
import { loginGrant, loginReply } from '../authorize/loginTokens.ts'
import { authenticateClient, clientPart } from '../client.ts'
import { openClientLookup } from '../clientLookup.ts'
import { type Confirmed, confirmKey } from '../confirmation.ts'
import { issuingPart } from '../issuingPart.ts'
import type { Found } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import type { Parameters } from '../parameters.ts'
import { narrowedAudience } from '../resources.ts'
import { steps } from '../steps.ts'
import type { Grant, TokenRequest } from '../tokenRequest.ts'

const parts = [clientPart, issuingPart, codePart]
type FoundCode = Found<(typeof parts)[number]>
type Code = NonNullable<ReturnType<typeof codeText.parse>>

/**
 * The authorization code (RFC 6749 §4.1.3) with PKCE (RFC 7636): one look-up and one append, which a second use of the code
 * cannot pass. A second use revokes the tokens of the first (§4.1.2).
 */
export const authorizationCode: Grant = {
  type: 'authorization_code',
  open(on) {
    const find = openClientLookup(on, parts, 'cached')
    const column = steps<TokenRequest>()
      .step(({ parameters }) => ({ code: codeText.parse(parameters.require('code')) }))
      .step(async ({ head, presented, code }) => ({
        found: await find(head, {
          client_id: presented.clientId ?? '',
          request_id: code === undefined ? '' : authRequestId(code.requestNumber),
          code_id: code?.codeId ?? '',
        }),
      }))
      .step(async ({ found, ...request }) => ({
        client: await authenticateClient(on, { ...request, found: found.row, place: found }),
      }))
      .check(({ client }) => refuseWithoutGrant(client))
      .step(async ({ found, code }) => ({ code: await knownCode(on, found, code) }))
      .step(async ({ head, found, client }) => ({
        bound: await confirmKey(on, { head, place: found, client }, boundKey(found)),
      }))
      .step((draft) => exchange(on, draft))
      .step(async ({ found, login, tokens }) => ({ reply: await loginReply(on, found, login, tokens) }))
    return async (request) => {
      const { reply, bound } = await column.run(request)
      return { ...reply, headers: bound.headers }
    }
  },
}

const unusable =
  'the code is unknown, used or has expired, or its session or a proof of its login is gone; begin a new authorization request'

const notAnswered =
  'the redirect URI or response type of the authorization request is not one of this application any more; begin a new request with a registered one'

function refuseWithoutGrant({ grantTypes }: OidcClient): void {
  if (grantTypes.includes('authorization_code')) return
  throw new OAuthError(
    'unauthorized_client',
    'this application may not use authorization_code; add the grant to its settings',
  )
}

async function knownCode(
  on: OidcDeps,
  { instanceId, row }: FoundCode,
  code: Code | undefined,
): Promise<Code> {
  if (code === undefined) throw new OAuthError('invalid_grant', unusable)
  const { code_sealed: sealed } = row
  const stream = { instanceId, type: 'auth_request', id: authRequestId(code.requestNumber) }
  const digest = sealed === null ? undefined : await on.log.unseal(stream, code.codeId, sealed)
  if (!matchesDigest(code.secret, digest)) throw new OAuthError('invalid_grant', unusable)
  return code
}

/** The key to which the authorization request has bound its code (RFC 9449 §10). */
function boundKey({ row }: FoundCode): Confirmed['confirmation'] {
  const state = row.code_stream?.facets[authRequestFacet.name] as AuthRequestState | undefined
  const jkt = state?.kind === 'code' ? state.request.dpopJkt : undefined
  return jkt === undefined ? undefined : { jkt }
}

interface Exchange {
  readonly found: FoundCode
  readonly client: OidcClient
  readonly parameters: Parameters
  readonly code: Code
  readonly bound: Confirmed
}

async function exchange(on: OidcDeps, { found, client, parameters, code, bound }: Exchange) {
  const { confirmation } = bound
  const { instanceId, now, row } = found
  const ref = { type: 'auth_request', id: authRequestId(code.requestNumber) }
  const preloaded = row.code_stream ?? undefined
  const by = {
    clientId: client.clientId,
    redirectUri: parameters.get('redirect_uri'),
    codeVerifier: parameters.get('code_verifier'),
  }
  const creator = row.user_facts?.userId ?? 'anonymous'
  const writing = { instanceId, creator, now, preloaded }
  const { result } = await on.log.transact(writing, ref, async (tx) => {
    const exchanged = await exchangeCode(tx, await tx.load(ref), by, async ({ request, link }) => {
      if (isRefusal(receivingClient(client, request)) || refuseResponseType(client, request)) {
        throw new OAuthError('invalid_grant', notAnswered)
      }
      if (!isLoginStanding(row, link, now)) throw new OAuthError('invalid_grant', unusable)
      const resources = parameters.all('resource')
      const accessAudience = await narrowedAudience(on, instanceId, request.audience, resources)
      const login = { client, request, link, row, accessAudience, ...(confirmation && { confirmation }) }
      const grant = loginGrant(login)
      const issued = await issueTokens(tx, grant)
      if (issued === undefined) throw new OAuthError('invalid_grant', unusable)
      return { oidcSessionId: issued.oidcSessionId, login, tokens: { grant, issued } }
    })
    if (exchanged.kind === 'replayed' && exchanged.oidcSessionId !== null) {
      await revokeOidcSession(tx, exchanged.oidcSessionId, 'code_reused')
    }
    return exchanged
  })
  if (result.kind !== 'issued') throw refusalOf(result)
  return { login: result.issued.login, tokens: result.issued.tokens }
}

function refusalOf(outcome: NotRedeemed): OAuthError {
  if (outcome.kind === 'replayed') return new OAuthError('invalid_grant', unusable)
  switch (outcome.reason) {
    case 'expired':
    case 'other_client':
      return new OAuthError('invalid_grant', unusable)
    case 'redirect_uri':
      return new OAuthError(
        'invalid_grant',
        'the redirect_uri is not that of the authorization request; send the same one',
      )
    case 'verifier_missing':
      return new OAuthError('invalid_request', 'the code_verifier is missing; send the one of this request')
    case 'verifier_unasked':
      return new OAuthError(
        'invalid_request',
        'there is a code_verifier, but the authorization request had no code_challenge; send both or none',
      )
    case 'verifier_wrong':
      return new OAuthError('invalid_grant', 'the code_verifier does not fit the code_challenge')
  }
}
