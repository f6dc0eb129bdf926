import type { JWTPayload } from 'jose'
import type { Call } from '../../access/call.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import { signJwt } from '../../features/web-keys/index.ts'
import { bearerToken, refusedToken } from './bearer.ts'
import { userinfoClaims } from './claims/userClaims.ts'
import { type UserFacts, userFactsSql } from './claims/userFacts.ts'
import { tokenKey } from './introspect.ts'
import { iamProjectSql } from './issuingPart.ts'
import { type LookupPart, openRequestLookup, type Place } from './lookup.ts'
import { type JsonReply, jsonReply, replying } from './oauthError.ts'
import type { OidcDeps } from './oidcDeps.ts'
import { oncePerRow } from './oncePerRow.ts'
import { parametersOf } from './parameters.ts'
import { requireProof } from './possession.ts'
import { prefersType } from './prefersType.ts'
import { presentedToken } from './presentedToken.ts'
import { patPart, tokenPart } from './tokenPart.ts'
import { usableToken } from './usableToken.ts'

interface FactsColumns {
  readonly user_facts: UserFacts | null
  readonly role_assertion: boolean | null
  readonly iam_project_id: string | null
}

/** Facts of the token's user; roles are those in the audience. */
const grantFacts: LookupPart<never, FactsColumns> = {
  keys: [],
  joins: '',
  columns: {
    user_facts: `case when t.user_id is not null then ${userFactsSql({
      instanceId: 'i.instance_id',
      userId: 't.user_id',
      scopes: 'coalesce(t.access_scopes, t.scopes)',
      projects: 'array_append(coalesce(t.access_audience, t.audience), t.project_id)',
    })} end`,
    role_assertion: `(select p.role_assertion from projects p
      where p.instance_id = i.instance_id and p.project_id = t.project_id)`,
    iam_project_id: iamProjectSql,
  },
  // The user is one that the token leans on.
  reads: () => ({}),
}

const patFacts: LookupPart<never, FactsColumns> = {
  keys: [],
  joins: '',
  columns: {
    user_facts: `case when pt.user_id is not null then ${userFactsSql({
      instanceId: 'i.instance_id',
      userId: 'pt.user_id',
      scopes: 'pt.scopes',
      projects: `'{}'::text[]`,
    })} end`,
    role_assertion: 'false',
    iam_project_id: iamProjectSql,
  },
  reads: () => ({}),
}

/** The userinfo endpoint (OpenID Connect Core 1.0 §5.3); signed if the client prefers `application/jwt` (§5.3.2). */
export function userinfoEndpoint(on: OidcDeps): Endpoint<Call> {
  const findToken = openRequestLookup(on, [tokenPart, grantFacts])
  const findPat = openRequestLookup(on, [patPart, patFacts])
  const replyOf = oncePerRow<JsonReply>()
  return endpoint({
    methods: ['GET', 'POST'],
    path: '/oidc/v1/userinfo',
    credential: 'protocol',
    cors: 'any origin',
    body: 'form',
    bodyLimit: 64 * 1024,
    refusals: 'oauth',
    handle: ({ body, head }) =>
      replying(async () => {
        const bearer = bearerToken(head, parametersOf(body))
        const token = presentedToken(bearer.text)
        const found = await (token?.kind === 'pat'
          ? findPat(head, { pat_id: token.parts.tokenId })
          : findToken(head, tokenKey(token)))
        const { row } = found
        const usable = await usableToken(on, found, token, row)
        if (usable === undefined || row.user_facts === null) {
          throw refusedToken(bearer.scheme, 'the token is unknown, expired or revoked; get a new one')
        }
        const headers = await requireProof(on, {
          head,
          place: found,
          bearer,
          confirmation: usable.confirmation,
        })
        const facts = row.user_facts
        const claims = () =>
          userinfoClaims(facts, {
            scopes: usable.scopes,
            claimNames: usable.claimNames,
            projectId: usable.projectId,
            assertsRoles: usable.projectId === undefined || row.role_assertion === true,
            iamProjectId: row.iam_project_id ?? undefined,
            origin: found.origin.url,
          })
        if (prefersType(head.headers.get('accept'), 'application/jwt')) {
          const signed = await signedReply(on, found, usable.clientId, claims())
          return { ...signed, headers: { ...signed.headers, ...headers } }
        }
        // All that a usable token says is in its row: the row names the one token that is usable.
        const reply = replyOf(found, () => jsonReply(claims()))
        return { ...reply, headers: { ...reply.headers, ...headers } }
      }),
  })
}

async function signedReply(
  on: OidcDeps,
  { instanceId, origin }: Place,
  clientId: string | undefined,
  userClaims: object,
) {
  const claims: JWTPayload = {
    ...userClaims,
    iss: origin.url,
    ...(clientId !== undefined && { aud: clientId }),
  }
  const jwt = await signJwt(on, instanceId, { claims, typ: 'JWT' })
  return {
    status: 200,
    headers: { 'content-type': 'application/jwt', 'cache-control': 'no-store' },
    body: jwt,
  }
}
