import { timingSafeEqual } from 'node:crypto'
import { type Call, writing } from '../../access/call.ts'
import { requirePermission } from '../../access/permission.ts'
import { withReason } from '../../access/reason.ts'
import { tokenFormat } from '../../access/tokenFormat.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import { reasonHeader } from '../../contract/reasonHeader.ts'
import { workOn } from '../../eventlog/decideOn.ts'
import type { Transaction } from '../../eventlog/types.ts'
import {
  changeRegisteredClient,
  type RegisteredClient,
  redirectUriRefused,
  registerClient,
  registeredClient,
  registrationOff,
  removeRegisteredClient,
} from '../../features/applications/index.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { refusedToken } from './bearer.ts'
import { openRequestLookup, type Place } from './lookup.ts'
import { jsonReply, OAuthError, replying } from './oauthError.ts'
import type { OidcDeps } from './oidcDeps.ts'

/** Bytes of client metadata. */
const bodyLimit = 16 * 1024
const path = '/oauth/v2/register'

/**
 * Registration access tokens (RFC 7592 §3): `slp_reg_<project>_<app>_<MAC>`; they count as long as the client exists. The MAC covers
 * the client id, so that an app that gets the id of a removed one is another client.
 */
const registrationToken = tokenFormat('slp_reg', ['projectId', 'appId'])

interface Registered {
  readonly projectId: string
  readonly appId: string
}

/**
 * Dynamic registration (RFC 7591). The initial access token is a token of Sallyport whose user may write apps of the project that the
 * query names as `project_id`, and whose policy allows registrations; without such a token nobody registers. What a project may hold bounds the clients.
 */
export function registerEndpoint(on: OidcDeps): Endpoint<Call> {
  return endpoint({
    methods: ['POST'],
    path,
    credential: 'bearer',
    cors: 'any origin',
    body: 'json',
    bodyLimit,
    refusals: 'oauth',
    ownHeaders: [reasonHeader],
    handle: ({ query, body: metadata }, call) =>
      registering(async () => {
        const projectId = query.get('project_id') ?? ''
        if (projectId === '') {
          throw new OAuthError('invalid_request', 'the query names no project; send the parameter project_id')
        }
        const ref = { type: 'project', id: projectId }
        const client = await workOn(on.log, writing(withReason(call)), ref, async ({ owner }, tx) => {
          requirePermission(call, 'project.app.write', { orgId: owner || undefined, resourceId: projectId })
          return registerClient(tx, { projectId, metadata })
        })
        const place = { instanceId: call.instance.id, origin: call.origin, now: call.now }
        return jsonReply(await informationOf(on, place, projectId, client), { status: 201 })
      }),
  })
}

/** The client configuration endpoint (RFC 7592 §2): reads, replaces and removes a client for who has its registration access token. */
export function registrationEndpoint(on: OidcDeps): Endpoint<Call> {
  const find = openRequestLookup(on, [])
  return endpoint({
    methods: ['GET', 'PUT', 'DELETE'],
    path: `${path}/:clientId`,
    credential: 'protocol',
    cors: 'any origin',
    body: 'json',
    bodyLimit,
    refusals: 'oauth',
    handle: ({ method, parameters: { clientId }, body: metadata, head }) =>
      registering(async () => {
        const place = await find(head, {})
        const { instanceId, now } = place
        const named = await verifiedToken(on, instanceId, clientId, head.headers.get('authorization'))
        const creator = 'anonymous'
        const ref = { type: 'project', id: named.projectId }
        const client = await workOn(on.log, { instanceId, creator, now }, ref, async (_, tx) => {
          const known = await knownClient(tx, named, clientId)
          if (method === 'GET') return known
          if (method === 'PUT') {
            requireSameClient(metadata, clientId)
            return changeRegisteredClient(tx, { ...named, metadata })
          }
          await removeRegisteredClient(tx, named)
          return undefined
        })
        if (client === undefined) return { status: 204, headers: { 'cache-control': 'no-store' } }
        return jsonReply(await informationOf(on, place, named.projectId, client))
      }),
  })
}

/** Returns the client information response (RFC 7591 §3.2.1, RFC 7592 §3). */
async function informationOf(on: OidcDeps, place: Place, projectId: string, client: RegisteredClient) {
  const { appId, clientId, clientSecret, registeredAt, metadata } = client
  const secret = await macOf(on, place.instanceId, { projectId, appId }, clientId)
  return {
    client_id: clientId,
    client_id_issued_at: Math.floor(Date.parse(registeredAt) / 1000),
    ...(clientSecret !== '' && { client_secret: clientSecret, client_secret_expires_at: 0 }),
    registration_access_token: registrationToken.format({ projectId, appId, secret }),
    registration_client_uri: `${place.origin.url}${path}/${encodeURIComponent(clientId)}`,
    ...metadata,
  }
}

const unknownToken = () =>
  refusedToken(
    'Bearer',
    'the registration access token is unknown, or its client was removed; register again',
  )

async function verifiedToken(
  on: OidcDeps,
  instanceId: string,
  clientId: string | undefined,
  header: string | null,
): Promise<Registered> {
  const [, text = ''] = /^Bearer +(\S+)$/i.exec(header?.trim() ?? '') ?? []
  const token = registrationToken.parse(text)
  if (token === undefined) throw unknownToken()
  const { secret, ...named } = token
  if (!timingSafeEqual(secret, await macOf(on, instanceId, named, clientId))) throw unknownToken()
  return named
}

function macOf(
  { log }: Pick<OidcDeps, 'log'>,
  instanceId: string,
  { projectId, appId }: Registered,
  clientId: string | undefined,
): Promise<Buffer> {
  return log.mac(instanceId, 'registration access token', JSON.stringify([projectId, appId, clientId]))
}

async function knownClient(tx: Transaction, named: Registered, clientId: string): Promise<RegisteredClient> {
  try {
    const client = await registeredClient(tx, named)
    if (client.clientId === clientId) return client
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
  }
  throw unknownToken()
}

/** An update names its client, so that metadata of another one is not written by mistake (RFC 7592 §2.2). */
function requireSameClient(metadata: unknown, clientId: string): void {
  const named =
    typeof metadata === 'object' && metadata !== null && 'client_id' in metadata ? metadata.client_id : ''
  if (named === clientId) return
  throw new OAuthError(
    'invalid_client_metadata',
    'the client_id is missing or another one; send that of the client',
  )
}

/** Names refused metadata as RFC 7591 §3.2.2 does. */
function registering(run: Parameters<typeof replying>[0]): ReturnType<typeof replying> {
  return replying(async () => {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const { kind, code, message } = error.refusal
      if (code === registrationOff.code) throw new OAuthError('access_denied', message, { status: 403 })
      if (kind !== 'invalid_argument') throw error
      throw new OAuthError(
        code === redirectUriRefused ? 'invalid_redirect_uri' : 'invalid_client_metadata',
        message,
      )
    }
  })
}
