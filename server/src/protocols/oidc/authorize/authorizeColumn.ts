import type { Transaction } from '../../../eventlog/types.ts'
import { clientOf, type OidcClient } from '../../../features/applications/index.ts'
import type { AuthorizationRequest } from '../../../features/auth-requests/index.ts'
import { verifyJwt } from '../../../features/web-keys/index.ts'
import { type ClientColumns, clientPart } from '../client.ts'
import { type IssuingColumns, issuingPart } from '../issuingPart.ts'
import type { Place } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { type Parameters, scopesOf } from '../parameters.ts'
import { resourceAudience } from '../resources.ts'
import { steps } from '../steps.ts'
import { assuranceDemandOf } from './assuranceDemand.ts'
import { codeChallengeOf } from './codeChallenge.ts'
import { interactionOf } from './interaction.ts'
import { type LoginColumns, loginPart } from './loginUrl.ts'
import { grantScopes, type ProjectColumns, projectPart } from './requestScopes.ts'
import { allowedResponseType, type Target } from './target.ts'

/** What the look-up of an authorization request reads. */
export const authorizeParts = [clientPart, issuingPart, projectPart, loginPart]
/** A place with these columns. */
export type FoundClient = Place & {
  readonly row: ClientColumns & IssuingColumns & ProjectColumns & LoginColumns
}

/** Returns the client that a request names; throws if there is none or it is inactive. */
export function knownClient({ row }: FoundClient): OidcClient {
  const client = row.client === null ? undefined : clientOf(row.client)
  if (client !== undefined) return client
  throw new OAuthError(
    'invalid_request',
    'the client_id is unknown, or its application is inactive; send the client id of an active application',
  )
}

/** A request whose answers may go to its target. */
export interface TrustedRequest {
  readonly tx: Transaction
  readonly found: FoundClient
  readonly client: OidcClient
  readonly target: Target
  readonly parameters: Parameters
  /** The header with which a login names itself. */
  readonly loginClient: string | undefined
}

/**
 * Checks the parameters of a trusted request and returns the request to open; each refusal goes to the target (RFC 6749 §4.1.2.1,
 * OpenID Connect Core §3.1.2.2).
 */
export function authorizeColumn(on: OidcDeps) {
  return steps<TrustedRequest>()
    .check(refuseUnsupported)
    .step(({ client, parameters }) => ({ responseType: allowedResponseType(client, parameters) }))
    .step(async ({ tx, client, found, parameters }) => ({
      granted: await grantScopes(tx, client, found.row, scopesOf(parameters.get('scope'))),
    }))
    .step(({ responseType, parameters }) => ({ nonce: nonceOf(responseType, parameters) }))
    .step(({ client, responseType, parameters }) => ({
      codeChallenge: codeChallengeOf(client, responseType, parameters),
    }))
    .step(({ client, parameters }) => ({ interaction: interactionOf(client, parameters) }))
    .step(({ client, parameters }) => ({ demand: assuranceDemandOf(client, parameters) }))
    .step(async ({ found, parameters }) => ({
      resources: await resourceAudience(on, found.instanceId, parameters.all('resource')),
    }))
    .step(({ parameters }) => ({ dpopJkt: dpopJktOf(parameters) }))
    .step(async ({ found, parameters }) => ({
      hintUserId: await hintedUser(on, found, parameters.get('id_token_hint')),
    }))
    .step((draft) => ({ request: requestOf(draft) }))
}

/** Request objects and references have been resolved before; what is left of them is not supported. */
function refuseUnsupported({ parameters }: TrustedRequest): void {
  if (parameters.get('registration') !== undefined) {
    throw new OAuthError(
      'registration_not_supported',
      'the parameter registration is not supported; register the application first',
    )
  }
}

/** Tokens from the authorization endpoint need a nonce against injection (OpenID Connect Core §3.2.2.1). */
function nonceOf(responseType: AuthorizationRequest['responseType'], parameters: Parameters) {
  const nonce = parameters.get('nonce')
  if (nonce !== undefined || responseType === 'code') return nonce
  throw new OAuthError('invalid_request', 'the parameter nonce is missing; the implicit flow needs one')
}

function dpopJktOf(parameters: Parameters): string | undefined {
  const jkt = parameters.get('dpop_jkt')
  if (jkt === undefined || /^[A-Za-z0-9_-]{43}$/.test(jkt)) return jkt
  throw new OAuthError('invalid_request', 'dpop_jkt is no SHA-256 thumbprint of a JWK; send one (RFC 9449)')
}

/** The user of an ID token that we have signed, also an expired one; other hints are ignored (oidc notes §3). */
async function hintedUser(
  on: OidcDeps,
  { instanceId, origin, now }: Place,
  hint: string | undefined,
): Promise<string | undefined> {
  if (hint === undefined) return undefined
  const wanted = { issuer: origin.url, now, mayBeExpired: true, typ: 'JWT' }
  return (await verifyJwt(on, instanceId, hint, wanted))?.sub
}

interface Checked extends TrustedRequest {
  readonly responseType: AuthorizationRequest['responseType']
  readonly granted: Awaited<ReturnType<typeof grantScopes>>
  readonly nonce: string | undefined
  readonly codeChallenge: AuthorizationRequest['codeChallenge']
  readonly interaction: ReturnType<typeof interactionOf>
  readonly demand: ReturnType<typeof assuranceDemandOf>
  /** The resources and the APIs that have registered them. */
  readonly resources: readonly string[]
  readonly dpopJkt: string | undefined
  readonly hintUserId: string | undefined
}

function requestOf(checked: Checked): AuthorizationRequest {
  const { client, target, granted, resources, parameters } = checked
  const optional = {
    nonce: checked.nonce,
    codeChallenge: checked.codeChallenge,
    dpopJkt: checked.dpopJkt,
    hintUserId: checked.hintUserId,
    loginClient: checked.loginClient,
    resources: resources.length > 0 ? [...new Set(parameters.all('resource'))] : undefined,
  }
  return {
    ...target,
    clientId: client.clientId,
    projectId: client.projectId,
    responseType: checked.responseType,
    ...granted,
    audience: [...new Set([...granted.audience, ...resources])],
    ...checked.interaction,
    ...checked.demand,
    ...definedOnly(optional),
  } as AuthorizationRequest
}

function definedOnly<Members extends object>(members: Members): Partial<Members> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Partial<Members>
}
