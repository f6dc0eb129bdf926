import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addOidcProject } from './oidcFixtures.ts'
import { postForm } from './oidcForms.ts'
import { mixedKeySet, signAssertion } from './oidcProofs.ts'
import { addMachine, addOrg } from './tenants.ts'

const server = await testServer({ clock: testClock() })
const other = await testServer({ clock: testClock() })
const { projectId } = await addOidcProject(server, { settings: { dynamicRegistration: true } })
const closed = await addOidcProject(server)
const policy = (way: string) => ({ 'x-sallyport-client-registration': way })
const metadata = { client_name: 'Agent', redirect_uris: ['https://agent.example/callback'] }

interface Reply {
  readonly status: number
  readonly json: Readonly<Record<string, string>>
}
async function send(method: string, url: string, token: string | null, body?: unknown): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, json: text.startsWith('{') ? JSON.parse(text) : {} }
}
const register = (body: unknown, token: string | null = server.adminToken, project = projectId) =>
  send('POST', `${server.url}/oauth/v2/register?project_id=${project}`, token, body)

describe('a client registers itself', () => {
  test('with an initial access token, and authenticates as registered', async () => {
    const named = { ...metadata, client_name: 'First agent' }
    const { status, json } = await register(named)
    expect([status, json]).toEqual([
      201,
      expect.objectContaining({
        client_id: expect.stringMatching(/^\d+$/),
        client_secret: expect.any(String),
        client_secret_expires_at: 0,
        registration_access_token: expect.stringMatching(/^slp_reg_/),
        registration_client_uri: `${server.url}/oauth/v2/register/${json['client_id']}`,
        ...named,
        token_endpoint_auth_method: 'client_secret_basic',
      }),
    ])
    const basic = [json['client_id'] ?? '', json['client_secret'] ?? ''] as const
    expect((await postForm(server, '/oauth/v2/introspect', { token: 'x' }, { basic })).status).toBe(200)
  })

  test('by a machine that may write apps of this project, and of no other', async () => {
    const { token = '' } = await addMachine(server, { roles: ['ORG_OWNER'] })
    expect((await register(metadata, token)).status).toBe(201)
    const org = await addOrg(server)
    const foreign = await addMachine(server, { orgId: org.orgId, roles: ['ORG_OWNER'] })
    expect((await register(metadata, foreign.token ?? '')).status).toBe(404)
    const { token: plain = '' } = await addMachine(server)
    expect((await register(metadata, plain)).status).toBe(404)
  })

  test('but not without a token, a project or acceptable metadata', async () => {
    expect((await register(metadata, null)).status).toBe(401)
    expect((await register(metadata, 'x')).status).toBe(401)
    expect((await register(metadata, server.adminToken, '')).json['error']).toBe('invalid_request')
    const open = { ...metadata, redirect_uris: ['http://agent.example/callback'] }
    expect((await register(open)).json['error']).toBe('invalid_redirect_uri')
    for (const bad of [{ ...metadata, grant_types: ['password'] }, { ...metadata, client_name: 1 }, []]) {
      expect((await register(bad)).json['error']).toBe('invalid_client_metadata')
    }
    expect((await register({ ...metadata, client_name: 'x'.repeat(20_000) })).status).toBeGreaterThanOrEqual(
      400,
    )
  })
})

describe('the policy of the project', () => {
  test('is off unless an administrator turns it on', async () => {
    expect(await register(metadata, server.adminToken, closed.projectId)).toMatchObject({
      status: 403,
      json: {
        error: 'access_denied',
        error_description: expect.stringContaining('x-sallyport-client-registration'),
      },
    })
    const open = server.client(ProjectService, { headers: policy('dynamic_registration') })
    await open.updateProject({ id: closed.projectId })
    const { status, json } = await register(metadata, server.adminToken, closed.projectId)
    expect(status).toBe(201)
    const [uri, token] = [json['registration_client_uri'] ?? '', json['registration_access_token'] ?? '']
    await server.client(ProjectService, { headers: policy('none') }).updateProject({ id: closed.projectId })
    const change = { ...metadata, client_id: json['client_id'], client_name: 'Renamed' }
    expect((await send('PUT', uri, token, change)).status).toBe(403)
    expect((await send('GET', uri, token)).json['client_name']).not.toBe('Renamed')
    expect((await send('DELETE', uri, token)).status).toBe(204)
  })

  test('is not turned on by who may not write the project', async () => {
    const org = await addOrg(server)
    const { token = '' } = await addMachine(server, { orgId: org.orgId, roles: ['ORG_OWNER'] })
    const foreign = server.client(ProjectService, { token, headers: policy('dynamic_registration') })
    await expect(foreign.updateProject({ id: closed.projectId })).rejects.toThrow('does not exist')
  })

  test('names the endpoint in the metadata of hosts where it works', async () => {
    const metadataOf = async ({ url }: { readonly url: string }) =>
      (await fetch(`${url}/.well-known/openid-configuration`)).json()
    expect(await metadataOf(server)).toHaveProperty('registration_endpoint')
    expect(await metadataOf(other)).not.toHaveProperty('registration_endpoint')
  })
})

describe('a registration', () => {
  test('gives no settings that only administrators give', async () => {
    const greedy = {
      ...metadata,
      dev_mode: true,
      devMode: true,
      resource: 'https://api.example',
      additional_origins: ['https://evil.example'],
      access_token_role_assertion: true,
      client_id: 'mine',
      client_secret: 'mine',
      project_id: closed.projectId,
    }
    const { status, json } = await register(greedy)
    expect(status).toBe(201)
    expect(json['client_id']).not.toBe('mine')
    expect(json['client_secret']).not.toBe('mine')
    const { app } = await server
      .client(AppService)
      .getApplication({ id: await appIdOf(json['client_id'] ?? '') })
    const { value } = app?.config ?? {}
    expect(value).toMatchObject({ devMode: false, additionalOrigins: [], accessTokenRoleAssertion: false })
    expect(json).not.toHaveProperty('resource')
  })

  test.each([
    [
      'too many redirect URIs',
      { redirect_uris: Array.from({ length: 101 }, (_, i) => `https://a.example/${i}`) },
    ],
    ['a long redirect URI', { redirect_uris: [`https://a.example/${'x'.repeat(2000)}`] }],
    ['a long name', { client_name: 'x'.repeat(201) }],
    ['too many keys', { jwks: { keys: Array.from({ length: 11 }, () => ({ kty: 'EC' })) } }],
    ['a grant of machines', { grant_types: ['client_credentials'] }],
  ])('with %s is refused', async (_, change) => {
    expect((await register({ ...metadata, ...change })).json['error']).toMatch(
      /^invalid_(client_metadata|redirect_uri)$/,
    )
  })
})

describe('a key set with keys that are not understood', () => {
  const { jwks, unusable, good, stray } = mixedKeySet()
  const keyed = { ...metadata, token_endpoint_auth_method: 'private_key_jwt' }
  const inspectBy = async (clientId: string, keyId: string, key = good.privateKey) => {
    const signer = { subject: clientId, keyId, key, alg: 'ES256' }
    const client_assertion = await signAssertion(server, signer)
    const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
    const form = { token: 'x', client_assertion_type, client_assertion }
    return (await postForm(server, '/oauth/v2/introspect', form)).status
  }

  test('is taken without them, and they verify nothing', async () => {
    const { status, json } = await register({ ...keyed, jwks })
    expect([status, json['jwks']]).toEqual([
      201,
      { keys: [{ ...good.publicKey.export({ format: 'jwk' }), kid: 'good' }] },
    ])
    const clientId = json['client_id'] ?? ''
    expect(await inspectBy(clientId, 'good')).toBe(200)
    expect(await inspectBy(clientId, 'stray', stray.privateKey)).toBe(401)
  })

  test('is refused in words if no key is left, also in the place of one that worked', async () => {
    const none = await register({ ...keyed, jwks: unusable })
    expect([none.status, none.json['error']]).toEqual([400, 'invalid_client_metadata'])
    expect(none.json['error_description']).toContain('jwks.keys.0 must be a public RSA key')
    const { json } = await register({ ...keyed, jwks })
    const { client_id = '', registration_client_uri = '', registration_access_token = '' } = json
    const change = { ...keyed, client_id, jwks: unusable }
    expect((await send('PUT', registration_client_uri, registration_access_token, change)).status).toBe(400)
    expect(await inspectBy(client_id, 'good')).toBe(200)
  })
})

/** Finds the app of a client id. */
async function appIdOf(clientId: string): Promise<string> {
  const { applications } = await server.client(AppService).listApplications({ projectId })
  const found = applications.find(
    ({ config }) => (config.value as { clientId?: string })?.clientId === clientId,
  )
  return found?.id ?? ''
}

describe('a registered client', async () => {
  const client = (await register(metadata)).json
  const uri = client['registration_client_uri'] ?? ''
  const token = client['registration_access_token'] ?? ''
  const other = (await register(metadata)).json

  test('is read and replaced with its registration access token', async () => {
    expect(await send('GET', uri, token)).toMatchObject({
      status: 200,
      json: { client_id: client['client_id'] },
    })
    const changed = { ...metadata, client_id: client['client_id'], client_name: 'Renamed' }
    expect(await send('PUT', uri, token, changed)).toMatchObject({
      status: 200,
      json: { client_name: 'Renamed' },
    })
    const wrong = await send('PUT', uri, token, { ...changed, client_id: other['client_id'] })
    expect(wrong.json['error']).toBe('invalid_client_metadata')
  })

  test('keeps what an administrator has set beyond its registration', async () => {
    const { json } = await register({ ...metadata, client_name: 'Governed' })
    const find = async () =>
      (await server.client(AppService).listApplications({ projectId })).applications.find(
        ({ name }) => name === 'Governed',
      )
    const named = { projectId, id: (await find())?.id ?? '' }
    const headers = { 'x-sallyport-client-metadata': '{"required_acr_values":["urn:sallyport:aal:2"]}' }
    await server.client(AppService, { headers }).updateApplication({
      ...named,
      updateRequestType: { case: 'oidcConfigurationRequest', value: { accessTokenType: 1 } },
    })
    const body = {
      ...metadata,
      client_name: 'Governed',
      client_id: json['client_id'],
      client_uri: 'https://agent.example/',
    }
    const replaced = await send(
      'PUT',
      json['registration_client_uri'] ?? '',
      json['registration_access_token'] ?? '',
      body,
    )
    expect(replaced).toMatchObject({
      status: 200,
      json: { client_uri: 'https://agent.example/', required_acr_values: ['urn:sallyport:aal:2'] },
    })
    expect((await find())?.config).toMatchObject({ value: { accessTokenType: 1 } })
  })

  test('is not reached with another token', async () => {
    const forged = token.replace(/.{43}$/, 'A'.repeat(43))
    for (const bad of [null, 'x', forged, other['registration_access_token'] ?? '', server.adminToken]) {
      for (const method of ['GET', 'DELETE']) {
        expect(await send(method, uri, bad)).toMatchObject({ status: 401, json: { error: 'invalid_token' } })
      }
    }
  })

  test('is removed with its token, which then counts no more', async () => {
    expect((await send('DELETE', uri, token)).status).toBe(204)
    expect((await send('GET', uri, token)).status).toBe(401)
    const basic = [client['client_id'] ?? '', client['client_secret'] ?? ''] as const
    expect((await postForm(server, '/oauth/v2/introspect', { token: 'x' }, { basic })).status).toBe(401)
  })

  test('and its token does not reach an app that gets the id of the removed one', async () => {
    const { json } = await register({ ...metadata, client_name: 'Former agent' })
    const token = json['registration_access_token'] ?? ''
    const apps = server.client(AppService)
    const { applications } = await apps.listApplications({ projectId })
    const appId = applications.find(({ name }) => name === 'Former agent')?.id ?? ''
    expect((await send('DELETE', json['registration_client_uri'] ?? '', token)).status).toBe(204)
    const { creationResponseType } = await apps.createApplication({
      projectId,
      id: appId,
      name: 'Successor',
      creationRequestType: {
        case: 'oidcRequest',
        value: { redirectUris: metadata.redirect_uris, responseTypes: [1], grantTypes: [0] },
      },
    })
    const { clientId = '' } = creationResponseType.value as { clientId?: string }
    expect(clientId).not.toBe('')
    expect((await send('GET', `${server.url}/oauth/v2/register/${clientId}`, token)).status).toBe(401)
  })
})
