import { issueTokens, type TokenGrant } from '../../../features/oidc-sessions/index.ts'
import { confirmKey } from '../confirmation.ts'
import { type IssuingColumns, issuingPart, lifetimesOf } from '../issuingPart.ts'
import { type Found, openRequestLookup } from '../lookup.ts'
import { type AuthenticatedMachine, authenticateMachine, machineKey, machinePart } from '../machine.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { scopesOf } from '../parameters.ts'
import { audienceOf, knownScopes, withoutForeignOrganizations } from '../scopes.ts'
import { steps } from '../steps.ts'
import { tokenReply } from '../tokenReply.ts'
import type { Grant, TokenRequest } from '../tokenRequest.ts'

const parts = [machinePart, issuingPart]
type Row = Found<(typeof parts)[number]>

/** Client credentials (RFC 6749 §4.4): a machine fetches tokens in its own name, by its login name and client secret. */
export const clientCredentials: Grant = {
  type: 'client_credentials',
  open(on) {
    const find = openRequestLookup(on, parts)
    const column = steps<TokenRequest>()
      .step(async ({ head, presented }) => ({
        found: await find(head, machineKey(presented.clientId ?? '')),
      }))
      .step(async ({ found, presented }) => ({
        machine: await authenticateMachine(on, found, presented, found.row),
      }))
      .step(async ({ head, found }) => ({ bound: await confirmKey(on, { head, place: found }) }))
      .step(({ found, machine, parameters, bound: { confirmation } }) => ({
        grant: {
          ...grantOf(found, machine, scopesOf(parameters.get('scope'))),
          ...(confirmation && { confirmation }),
        },
      }))
      .step(async ({ found, machine, grant }) => ({ issued: await issue(on, found, machine, grant) }))
      .step(async ({ found, grant, issued }) => ({
        reply: await tokenReply(on, { place: found, grant, issued, clockSkew: 0 }),
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
  const scopes = withoutForeignOrganizations(knownScopes(requested), machine.orgId)
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
