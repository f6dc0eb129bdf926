import { issueTokens, type TokenGrant } from '../../../features/oidc-sessions/index.ts'
import { confirmKey } from '../confirmation.ts'
import { type IssuingColumns, iamProjectSql, issuingPart, lifetimesOf } from '../issuingPart.ts'
import { type Found, type LookupPart, openRequestLookup } from '../lookup.ts'
import { type AuthenticatedMachine, authenticateMachine, machineKey, machinePart } from '../machine.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { scopesOf } from '../parameters.ts'
import { audienceOf, knownScopes, withoutForeignOrganizations } from '../scopes.ts'
import { steps } from '../steps.ts'
import { machineAssertions, type SubjectColumns, subjectColumns, subjectReply } from '../subjectReply.ts'
import type { Grant, TokenRequest } from '../tokenRequest.ts'

/** Facts for JWTs: those of an ID token, and a JWT access token if the machine has them. */
const subjectPart: LookupPart<'scope' | 'projects', SubjectColumns> = {
  keys: ['scope', 'projects'],
  joins: '',
  columns: subjectColumns({
    when: `(m.access_token_type = 'jwt' or 'openid' = any(string_to_array(w.scope, ' ')))`,
    userId: 'm.user_id',
    scopes: `string_to_array(w.scope, ' ')`,
    projects: `array_append(string_to_array(w.projects, ' '), ${iamProjectSql})`,
  }),
}

const parts = [machinePart, issuingPart, subjectPart]
type Row = Found<(typeof parts)[number]>

/** Client credentials (RFC 6749 §4.4): a machine fetches tokens in its own name, by its login name and client secret. */
export const clientCredentials: Grant = {
  type: 'client_credentials',
  open(on) {
    const find = openRequestLookup(on, parts)
    const column = steps<TokenRequest>()
      .step(({ parameters }) => ({ requested: knownScopes(scopesOf(parameters.get('scope'))) }))
      .step(async ({ head, presented, requested }) => ({
        found: await find(head, {
          ...machineKey(presented.clientId ?? ''),
          scope: requested.join(' '),
          projects: audienceOf(requested, null).join(' '),
        }),
      }))
      .step(async ({ found, presented }) => ({
        machine: await authenticateMachine(on, found, presented, found.row),
      }))
      .step(async ({ head, found }) => ({ bound: await confirmKey(on, { head, place: found }) }))
      .step(({ found, machine, requested, bound: { confirmation } }) => ({
        grant: {
          ...grantOf(found, machine, requested),
          ...(confirmation && { confirmation }),
        },
      }))
      .step(async ({ found, machine, grant }) => ({ issued: await issue(on, found, machine, grant) }))
      .step(async ({ found, grant, issued }) => ({
        reply: await subjectReply(on, {
          place: found,
          grant,
          issued,
          idTokenLifetime: grant.lifetimes.idTokenLifetime,
          client: machineAssertions,
          row: found.row,
        }),
      }))
    return async (request) => {
      const { reply, bound } = await column.run(request)
      return { ...reply, headers: bound.headers }
    }
  },
}

/** The audience are the projects of audience scopes; there is no refresh token, as the secret is one. */
function grantOf(
  { row }: { readonly row: IssuingColumns },
  machine: AuthenticatedMachine,
  requested: readonly string[],
): TokenGrant {
  const scopes = withoutForeignOrganizations(requested, machine.orgId)
  return {
    orgId: machine.orgId,
    lean: {
      userId: machine.userId,
      userSequence: machine.userSequence,
      proofs: [],
      credential: { kind: 'secret', id: machine.secretId },
    },
    clientId: machine.clientId,
    scopes: [...scopes],
    audience: [...audienceOf(scopes, row.iam_project_id)],
    amr: ['pwd'],
    accessToken: machine.accessTokenType === 'jwt' ? 'jwt' : 'opaque',
    refreshToken: false,
    lifetimes: lifetimesOf(row),
  }
}

async function issue(
  on: OidcDeps,
  { instanceId, now }: Row,
  machine: AuthenticatedMachine,
  grant: TokenGrant,
) {
  const writing = { instanceId, creator: machine.userId, now }
  return (await on.log.transact(writing, undefined, (tx) => issueTokens(tx, grant))).result
}
