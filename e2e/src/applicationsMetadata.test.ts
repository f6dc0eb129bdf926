import { generateKeyPairSync } from 'node:crypto'
import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { Transaction } from '../../server/src/eventlog/types.ts'
import {
  type ClientRow,
  changeRegisteredClient,
  clientColumns,
  clientOf,
  clientTables,
  registerClient,
  registeredClient,
  removeRegisteredClient,
} from '../../server/src/features/applications/index.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { mixedKeySet } from './oidcProofs.ts'
import { addProject } from './projects.ts'
import { refusalOf } from './refusal.ts'
import { inOrg } from './tenants.ts'

const server = await testServer()
const name = 'x-sallyport-client-metadata'
const projectId = await addProject(server)
const withMetadata = (metadata: unknown) => ({
  headers: {
    [name]: typeof metadata === 'string' ? metadata : JSON.stringify(metadata).replace('ü', '\\u00fc'),
  },
})
const apps = server.client(AppService)

let count = 0
const unique = () => {
  count += 1
  return `App ${count}`
}
const oidc = { case: 'oidcRequest' as const, value: { redirectUris: ['https://app.example.com/cb'] } }
const api = { case: 'apiRequest' as const, value: {} }

async function create(metadata: unknown, creationRequestType: typeof oidc | typeof api = oidc) {
  return apps.createApplication({ projectId, name: unique(), creationRequestType }, withMetadata(metadata))
}

async function metadataOf(id: string): Promise<unknown> {
  const shown: (string | null)[] = []
  await apps.getApplication({ id }, { onHeader: (headers) => shown.push(headers.get(name)) })
  return JSON.parse(shown[0] ?? 'null') ?? undefined
}

/** The client as the endpoints of the protocol see it. */
async function clientWith(appId: string) {
  const [row] = await server.testDatabase.database.query<ClientRow>(
    `select ${clientColumns} from ${clientTables} where a.app_id = $1`,
    [appId],
  )
  return row && clientOf(row)
}

describe('client metadata by header', () => {
  const metadata = {
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_san_dns: 'app.example.com',
    dpop_bound_access_tokens: true,
    require_pushed_authorization_requests: true,
    default_max_age: 300,
    required_acr_values: ['urn:sallyport:aal:2'],
    contacts: ['Jürgen <ops@example.com>'],
  }

  test('it is stored, shown in ASCII and counts for the protocol', async () => {
    const { appId, creationResponseType } = await create(metadata)
    expect(creationResponseType.value).toMatchObject({ clientSecret: '' })
    expect(await metadataOf(appId)).toEqual(metadata)
    expect(await clientWith(appId)).toMatchObject({
      authMethod: 'tls_client_auth',
      tlsSubject: { name: 'tls_client_auth_san_dns', value: 'app.example.com' },
      dpopBoundAccessTokens: true,
      requirePushedAuthorizationRequests: true,
      requireSignedRequestObject: false,
      defaultMaxAge: 300,
      requiredAcr: 'urn:sallyport:aal:2',
    })
  })

  test('an update replaces it as a whole; without the header it stays', async () => {
    const { appId: id } = await create(metadata)
    const rename = () => ({ projectId, id, name: unique() })
    await apps.updateApplication(rename())
    expect(await metadataOf(id)).toEqual(metadata)
    await apps.updateApplication({ projectId, id }, withMetadata({ dpop_bound_access_tokens: true }))
    expect(await metadataOf(id)).toEqual({ dpop_bound_access_tokens: true })
    await apps.updateApplication(rename(), withMetadata({}))
    expect(await metadataOf(id)).toBeUndefined()
    expect(await clientWith(id)).toMatchObject({ authMethod: 'basic', dpopBoundAccessTokens: false })
  })

  test('the first generation reads and writes it too', async () => {
    const management = server.client(ManagementService)
    const own = { default_max_age: 60 }
    const { appId } = await management.addOIDCApp({ projectId, name: unique() }, withMetadata(own))
    expect(await metadataOf(appId)).toEqual(own)
    await management.updateApp({ projectId, appId, name: unique() }, withMetadata({ default_max_age: 61 }))
    const shown: (string | null)[] = []
    await management.getAppByID(
      { projectId, appId },
      { onHeader: (headers) => shown.push(headers.get(name)) },
    )
    expect(shown).toEqual(['{"default_max_age":61}'])
  })

  const koblitz = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({ format: 'jwk' })

  test.each<[string, unknown, string]>([
    ['text', 'tls', 'request.header_invalid'],
    ['a list', '[]', 'request.header_invalid'],
    ['text beyond ASCII', '{"contacts":["ü"]}', 'request.header_invalid'],
    ['more than 8 kB', { client_uri: `https://${'a'.repeat(8200)}` }, 'request.header_invalid'],
    ['an unknown member', { dpop: true }, 'applications.metadata_invalid'],
    [
      'a key of a curve that no signature is checked with',
      { jwks: { keys: [koblitz] } },
      'applications.metadata_invalid',
    ],
    ['a private key', { jwks: { keys: [{ kty: 'oct', k: 'AA' }] } }, 'applications.metadata_invalid'],
    [
      'a resource of an OIDC app',
      { resource: 'https://api.example.com' },
      'applications.resource_of_api_only',
    ],
  ])('%s is refused', async (_, metadata, id) => {
    expect(await refusalOf(create(metadata))).toEqual({ code: 'InvalidArgument', id })
  })

  test('keys that are not understood are left out, and a set of nothing else is refused', async () => {
    const { jwks, unusable } = mixedKeySet()
    const { appId } = await create({ jwks })
    expect(await metadataOf(appId)).toMatchObject({ jwks: { keys: [{ kid: 'good' }] } })
    expect(await refusalOf(create({ jwks: unusable }))).toEqual({
      code: 'InvalidArgument',
      id: 'applications.metadata_invalid',
    })
  })

  test('API apps have a resource of their own, and no settings of tokens', async () => {
    const resource = 'https://api.example.com/orders'
    const { appId } = await create({ resource }, api)
    expect(await clientWith(appId)).toMatchObject({ kind: 'api', resource, grantTypes: [] })
    expect(await refusalOf(create({ resource }, api))).toEqual({
      code: 'AlreadyExists',
      id: 'applications.resource_taken',
    })
    expect(await refusalOf(create({ default_max_age: 1 }, api))).toEqual({
      code: 'InvalidArgument',
      id: 'applications.api_metadata_unsupported',
    })
  })

  test('SAML apps have none', async () => {
    const metadata = { case: 'metadataUrl' as const, value: 'https://sp.example.com/metadata' }
    const creationRequestType = { case: 'samlRequest' as const, value: { metadata } }
    const request = { projectId, name: unique(), creationRequestType }
    const refusal = { code: 'InvalidArgument', id: 'applications.metadata_of_clients' }
    expect(await refusalOf(apps.createApplication(request, withMetadata({})))).toEqual(refusal)
    const { appId: id } = await apps.createApplication(request)
    expect(await refusalOf(apps.updateApplication({ projectId, id }, withMetadata({})))).toEqual(refusal)
  })

  test('pages of other origins may read the header', async () => {
    const { headers } = await server.rest('GET', '/v2beta/applications/404', {
      headers: { origin: 'https://a.example.com' },
    })
    expect(headers.get('access-control-expose-headers')).toContain(name)
  })
})

describe('which apps are clients', () => {
  test('only active ones of active projects and organizations', async () => {
    const { appId: id } = await create({})
    expect(await clientWith(id)).toMatchObject({ appId: id, kind: 'web', authMethod: 'basic' })
    await apps.deactivateApplication({ projectId, id })
    expect(await clientWith(id)).toBeUndefined()
    await apps.reactivateApplication({ projectId, id })
    const management = server.client(ManagementService)
    await management.deactivateProject({ id: projectId })
    expect(await clientWith(id)).toBeUndefined()
    await management.reactivateProject({ id: projectId })
    expect(await clientWith(id)).toBeDefined()
    const { id: orgId } = await management.addOrg({ name: 'Elsewhere' })
    const project = await addProject(server, orgId)
    const { appId } = await apps.createApplication({
      projectId: project,
      name: 'App',
      creationRequestType: oidc,
    })
    expect(await clientWith(appId)).toBeDefined()
    await server.client(ManagementService, { headers: inOrg(orgId) }).deactivateOrg({})
    expect(await clientWith(appId)).toBeUndefined()
  })
})

describe('clients that register themselves', () => {
  const work = async <Result>(run: (tx: Transaction) => Promise<Result>) => {
    const { instanceId } = server.first
    const writing = { instanceId, creator: 'system', now: server.clock.now() }
    return (await server.product.deps.log.transact(writing, { type: 'project', id: projectId }, run)).result
  }
  const metadata = {
    client_name: 'Agent',
    redirect_uris: ['http://127.0.0.1/cb'],
    token_endpoint_auth_method: 'none',
  }

  test('are apps, change by their metadata and are removed', async () => {
    await expect(work((tx) => registerClient(tx, { projectId, metadata }))).rejects.toThrow(
      'may not register',
    )
    const header = { 'x-sallyport-client-registration': 'dynamic_registration' }
    await server.client(ProjectService, { headers: header }).updateProject({ id: projectId })
    const first = await work((tx) => registerClient(tx, { projectId, metadata }))
    expect(first).toMatchObject({
      clientSecret: '',
      metadata: { client_name: 'Agent', application_type: 'native' },
    })
    const second = await work((tx) => registerClient(tx, { projectId, metadata }))
    expect(second.metadata).toMatchObject({ client_name: `Agent (${second.appId})` })
    const { appId } = first
    expect((await apps.getApplication({ id: appId })).app).toMatchObject({ name: 'Agent' })
    const basic = { ...metadata, token_endpoint_auth_method: 'client_secret_basic' }
    const changed = await work((tx) => changeRegisteredClient(tx, { projectId, appId, metadata: basic }))
    expect(changed).toMatchObject({
      clientId: first.clientId,
      clientSecret: expect.stringMatching(/^.{64}$/),
    })
    const again = await work((tx) => changeRegisteredClient(tx, { projectId, appId, metadata: basic }))
    expect(again.clientSecret).toBe('')
    expect(await work((tx) => registeredClient(tx, { projectId, appId }))).toEqual(again)
    await work((tx) => removeRegisteredClient(tx, { projectId, appId }))
    expect((await refusalOf(apps.getApplication({ id: appId }))).code).toBe('NotFound')
  })
})
