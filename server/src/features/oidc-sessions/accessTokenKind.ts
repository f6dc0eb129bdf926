import { evaluate, type Proof } from '../../access/assurance.ts'
import type { UserCredentialKind } from '../../access/credentialKind.ts'
import { tokenInvalid } from '../../access/refusals.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { type ClientRow, clientDocumentSql, clientOf, clientSql, originsOf } from '../applications/index.ts'
import { policyOfUserSql } from '../login-policies/index.ts'
import { credentialEndSql } from '../machine-credentials/index.ts'
import { provePossession } from '../proof-of-possession/index.ts'
import { type AssuranceRow, assuranceColumns, assuranceInput } from '../sessions/index.ts'
import { keyIdOf, type VerifyingKey, verifyByKey } from '../web-keys/index.ts'
import { standingSql } from './standingSql.ts'
import { streamsOfToken, type TokenRow, toJudge } from './tokenRow.ts'
import { type StandingFacts, tokenStanding } from './tokenStanding.ts'
import { isGenuine, jtiInJwt, type OidcTokenParts, tokenTexts } from './tokenText.ts'

const foreignAudience = refuse(
  'auth.token_audience',
  'unauthenticated',
  "this token is not for Sallyport's own APIs; ask for the scope urn:zitadel:iam:org:project:id:zitadel:aud",
)
const delegated = refuse(
  'auth.token_delegated',
  'permission_denied',
  'a token that acts for another user cannot call this API; use a token of your own',
)
const foreignOrigin = refuse(
  'auth.origin_not_allowed',
  'permission_denied',
  "pages of this origin may not use tokens of this application; add the origin to the application's",
)
/** Refuses a bound token without the proof of its key; `reason` says what is wrong with it. */
const notPossessed = (reason: string) =>
  refuse('auth.token_not_possessed', 'unauthenticated', `the token ${reason}`)

/** An access token as a caller presents it: opaque, or a JWT with its text. */
type Presented = Omit<OidcTokenParts, 'secret'> & { readonly secret?: Buffer; readonly jwt?: string }

interface Row extends Omit<AssuranceRow, 'user_kind' | 'proofs'> {
  readonly token: TokenRow | null
  readonly standing: StandingFacts | null
  readonly iam_project_id: string | null
  readonly client: ClientRow | null
  /** Until when the machine's own credential counts, by which the token was fetched; null without one. ISO 8601. */
  readonly credential_end: string | null
  /** Of a JWT: the keys that may have signed it. */
  readonly web_keys: readonly VerifyingKey[] | null
}

const { proofs: _, ...policyColumns } = assuranceColumns

/** Access tokens as credentials for Sallyport's own APIs (platform notes §3): those whose audience has the project of these APIs. */
export const accessTokenKind: UserCredentialKind<Presented, Row> = {
  name: 'access_token',
  parse: (text) => tokenTexts.access.parse(text) ?? jtiInJwt(text),
  proves: true,
  lookup: {
    table: 'oidc_sessions',
    column: 'oidc_session_id',
    value: ({ oidcSessionId }) => oidcSessionId,
    user: 'c.user_id',
    secret: { streamType: 'oidc_session', streamId: 'c.oidc_session_id', id: 'c.key_id' },
    columns: {
      token: 'case when c.oidc_session_id is not null then to_json(c) end',
      standing: `case when c.oidc_session_id is not null then ${standingSql('c')} end`,
      iam_project_id: '(select ip.project_id from iam_projects ip where ip.instance_id = i.instance_id)',
      credential_end: credentialEndSql('c.credential', 'c.instance_id'),
      client: `(select to_json(r) from (${clientSql('i.instance_id', 'x.app_id = c.app_id')}
        union all ${clientDocumentSql('i.instance_id', 'c.app_id')}) r)`,
      web_keys: `case when c.access_jwt then (
        select json_agg(json_build_object('keyId', k.key_id, 'alg', k.alg, 'publicJwk', k.public_jwk))
          from web_keys k where k.instance_id = i.instance_id) end`,
      ...policyColumns,
    },
    joins: `left join lateral (${policyOfUserSql}) p on true`,
    // Documents of clients change without an event; their app id is their client id.
    reads: ({ token }) =>
      token === null || token.app_id === token.client_id ? undefined : streamsOfToken(token),
  },
  async identify(presented, found) {
    const { row, now, again, on, request } = found
    const { token, standing } = row
    if (!token || !standing) throw new DomainError(tokenInvalid)
    if (tokenStanding(toJudge(token, 'access', again ? undefined : presented.tokenId), standing, now)) {
      throw new DomainError(tokenInvalid)
    }
    if (!again && !(await isAuthentic(presented, token, found))) throw new DomainError(tokenInvalid)
    if (
      row.iam_project_id === null ||
      !(token.access_audience ?? token.audience).includes(row.iam_project_id)
    ) {
      throw new DomainError(foreignAudience)
    }
    if (!again) await requirePossession(on, request, token, row.instance_id, now)
    if (token.actor !== null) throw new DomainError(delegated)
    requireOrigin(row.client, token, request)
    // A machine proves its own credential; people prove factors, which must be enough for their policy.
    const assurance =
      token.credential === null
        ? assuranceInput(row, (token.proofs ?? []) as readonly Proof[], now)
        : undefined
    const refusal = assurance && evaluate(assurance).refusal
    if (refusal) throw new DomainError(refusal)
    // Who holds the machine's credential can fetch a token at any time, so what it creates may last as long as that (ADR 27).
    const expiresAt = row.user_kind === 'machine' ? (row.credential_end ?? token.access_expires_at) : null
    return {
      token: {
        kind: 'access_token',
        id: presented.tokenId,
        ...(expiresAt !== null && { expiresAt }),
        ...(token.project_id !== null && { projectId: token.project_id }),
      },
      ...(assurance && { assurance }),
    }
  },
}

type Found = Parameters<typeof accessTokenKind.identify>[1]

async function isAuthentic(
  presented: Presented,
  token: TokenRow,
  { row, now, on, opened, request }: Found,
): Promise<boolean> {
  const { secret, jwt } = presented
  if (token.access_jwt !== (jwt !== undefined)) return false
  if (jwt !== undefined) {
    const key = row.web_keys?.find(({ keyId }) => keyId === keyIdOf(jwt))
    if (key === undefined) return false
    const wanted = { issuer: request.origin.url, now, typ: 'JWT', key }
    return (await verifyByKey(on.log, row.instance_id, jwt, wanted)) !== undefined
  }
  const key = await opened({ type: 'oidc_session', id: token.oidc_session_id }, token.key_id)
  return key !== undefined && secret !== undefined && isGenuine('access', key, { ...presented, secret })
}

async function requirePossession(
  on: Found['on'],
  { head, origin, scheme, text }: Found['request'],
  { cnf }: TokenRow,
  instanceId: string,
  now: Date,
): Promise<void> {
  const { method = 'POST', path = '/' } = head.target ?? {}
  const proving = {
    instanceId,
    now,
    method,
    url: origin.url + path,
    proof: head.headers.get('dpop') ?? undefined,
    certificate: head.certificate,
  }
  const proved = await provePossession(on, proving, { text, scheme, confirmation: cnf ?? undefined })
  if (proved.valid) return
  const { reason, error, nonce } = proved
  const asksForNonce = error === 'use_dpop_nonce' && nonce !== undefined
  throw new DomainError({ ...notPossessed(reason), ...(asksForNonce && { dpopNonce: nonce }) })
}

/** A browser says from which page a request comes; a client's tokens are for its own pages. */
function requireOrigin(row: ClientRow | null, token: TokenRow, { head, origin }: Found['request']): void {
  const sent = head.headers.get('origin')
  if (!sent || sent === origin.url || token.app_id === null) return
  const client = row === null ? undefined : clientOf(row)
  if (client === undefined || !originsOf(client).includes(sent)) throw new DomainError(foreignOrigin)
}
