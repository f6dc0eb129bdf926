import type { Call } from '../../access/call.ts'
import type { RequestHead } from '../../contract/endpoint.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import { isGenuine, revokeToken, type TokenRow } from '../../features/oidc-sessions/index.ts'
import { verifyJwt } from '../../features/web-keys/index.ts'
import { authenticateClient, type ClientColumns, clientPart } from './client.ts'
import { type PresentedCredentials, presentedCredentials } from './clientAuth/presented.ts'
import { tokenKey } from './introspect.ts'
import type { Place } from './lookup.ts'
import { type Found, openRequestLookup } from './lookup.ts'
import { authenticateMachine, type MachineColumns, machineKey, machinePart } from './machine.ts'
import { invalidClient, replying } from './oauthError.ts'
import type { OidcDeps } from './oidcDeps.ts'
import { type Parameters, parametersOf } from './parameters.ts'
import { type PresentedToken, presentedToken } from './presentedToken.ts'
import { type TokenColumns, tokenPart } from './tokenPart.ts'

/** The parties that may revoke a token: its client, apps of its project and of its audience, and a machine its own. */
interface Revoker {
  readonly names: readonly string[]
  readonly userId?: string
}

/**
 * The revocation endpoint (RFC 7009). The hint does not count: a token says its kind. An unknown token needs nothing, so that
 * clients can always forget it.
 */
export function revocationEndpoint(on: OidcDeps): Endpoint<Call> {
  const find = openRequestLookup(on, [clientPart, machinePart, tokenPart])
  return endpoint({
    methods: ['POST'],
    path: '/oauth/v2/revoke',
    credential: 'protocol',
    cors: 'any origin',
    body: 'form',
    refusals: 'oauth',
    handle: ({ body, head }) =>
      replying(async () => {
        const parameters = parametersOf(body)
        const presented = presentedCredentials(head, parameters)
        const token = presentedToken(parameters.require('token'))
        const clientId = presented.clientId ?? ''
        const lookUp = (machine: ReturnType<typeof machineKey>) =>
          find(head, { client_id: clientId, ...machine, ...tokenKey(token) })
        const found = await lookUp(machineKey(clientId))
        const revoker = await revokerOf(on, { head, parameters, presented, found, lookUp })
        await revoke(on, found, token, revoker, presented)
        return { status: 200, headers: { 'cache-control': 'no-store' } }
      }),
  })
}

type RevokeRow = Place & { readonly row: ClientColumns & MachineColumns }

interface RevokeRequest {
  readonly head: RequestHead
  readonly parameters: Parameters
  readonly presented: PresentedCredentials
  readonly found: RevokeRow
  lookUp(machine: ReturnType<typeof machineKey>): Promise<RevokeRow>
}

async function revokerOf(on: OidcDeps, { found, lookUp, ...request }: RevokeRequest): Promise<Revoker> {
  const { row } = found
  if (row.client === null && row.machine_id !== null) {
    const { machine } = await authenticateMachine(on, request.presented, found, lookUp)
    return { names: [], userId: machine.userId }
  }
  const { clientId, projectId } = await authenticateClient(on, { ...request, place: found, found: row })
  return { names: [clientId, projectId] }
}

async function revoke(
  on: OidcDeps,
  found: Found<typeof tokenPart>,
  token: PresentedToken | undefined,
  revoker: Revoker,
  presented: PresentedCredentials,
): Promise<void> {
  const row = found.row.token
  if (row === null || token === undefined || token.kind === 'pat') return
  if (!(await isKnown(on, found, found.row, token))) return
  if (!mayRevoke(revoker, row)) {
    throw invalidClient('the token was not issued to this client', { basic: presented.kind === 'basic' })
  }
  const kind = token.kind === 'refresh' ? 'refresh' : 'access'
  const writing = { instanceId: found.instanceId, creator: row.user_id, now: found.now }
  await revokeToken(on.log, writing, kind, token.parts)
}

function mayRevoke({ names, userId }: Revoker, row: TokenRow): boolean {
  if (userId !== undefined) return row.app_id === null && row.user_id === userId
  return [row.client_id, row.project_id, ...row.audience].some((one) => one !== null && names.includes(one))
}

/** Whether this server has made the token; one that is expired or void may be revoked once more. */
async function isKnown(
  on: OidcDeps,
  { instanceId, origin, now }: Place,
  { token, token_sealed: sealed, token_key: key }: TokenColumns,
  presented: Exclude<PresentedToken, { kind: 'pat' }>,
): Promise<boolean> {
  if (token === null) return false
  if (presented.kind === 'jwt') {
    const wanted = { issuer: origin.url, now, typ: 'JWT', mayBeExpired: true, key }
    return token.access_jwt && (await verifyJwt(on, instanceId, presented.text, wanted)) !== undefined
  }
  if (sealed === null) return false
  const ref = { instanceId, type: 'oidc_session', id: token.oidc_session_id }
  return isGenuine(presented.kind, await on.log.unseal(ref, token.key_id, sealed), presented.parts)
}
