import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import tls from 'node:tls'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import * as oauth from 'oauth4webapi'
import { afterAll, describe, expect, test } from 'vitest'
import { makeCertificate } from '../../server/src/testing/certificates.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { hostedPerson, logIn } from './hostedPeople.ts'
import { requestToken } from './oidcForms.ts'
import {
  addOidcApp,
  addProject,
  answerLogin,
  beginLogin,
  codeRequest,
  finishLogin,
  openAuthorization,
} from './oidcLogin.ts'
import { mixedKeySet, signAssertion } from './oidcProofs.ts'
import { movesOnTo, pageClient, type ShownPage } from './pageClient.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg, inOrg } from './tenants.ts'

const header = 'x-sallyport-client-registration'
const policy = { [header]: 'metadata_documents' }

// The authority of the hosts of documents, for this process only; certificates are verified as ever.
const ca = await makeCertificate({ subject: 'CN=Documents CA', ca: true })
const host = await makeCertificate({
  subject: 'CN=localhost',
  names: [
    { type: 'dns', value: 'localhost' },
    { type: 'ip', value: '127.0.0.1' },
  ],
  issuer: ca,
})
const createContext = tls.createSecureContext
tls.createSecureContext = (options) => createContext({ ca: ca.cert, ...options })

type Served = {
  readonly status?: number
  readonly headers?: object
  readonly body?: string
  readonly slow?: true
}
const served = new Map<string, Served>()
const asked: string[] = []
const serve: RequestListener = ({ url = '' }, response) => {
  asked.push(url)
  const { status = 200, headers, body = '', slow } = served.get(url) ?? { status: 404 }
  if (slow) return
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
}
const web = createServer({ cert: host.cert, key: host.key }, serve)
await once(web.listen(0, '127.0.0.1'), 'listening')
const base = `https://localhost:${(web.address() as AddressInfo).port}`
afterAll(() => {
  tls.createSecureContext = createContext
  web.closeAllConnections()
  web.close()
})

const clock = testClock()
const server = await testServer({ clock })
const strict = await testServer({ clock, environment: { SALLYPORT_OUTBOUND_ALLOW: '' } })
const projectId = await addProject(server, {}, policy)
await addProject(strict, {}, policy)
const { userId } = await addPerson(server)
const callback = 'http://127.0.0.1:7777/callback'

let count = 0
/** Serves a document under a new address, and returns the address. */
function publish(change: object = {}, how: Served = {}): string {
  count += 1
  const clientId = `${base}/client-${count}.json`
  const document = { client_id: clientId, client_name: 'Agent', redirect_uris: [callback], ...change }
  served.set(new URL(clientId).pathname, { body: JSON.stringify(document), ...how })
  return clientId
}
const fetchesOf = (clientId: string) => asked.filter((path) => path === new URL(clientId).pathname).length
const request = (clientId: string, more = {}) =>
  codeRequest({ clientId }, { redirect_uri: callback, scope: 'openid offline_access', ...more })
/** A refused authorization request stays at the server, as a 400. */
const open = async (clientId: string, at = server) => {
  const { status, json } = await openAuthorization(at, request(clientId).query)
  return status === 303 ? 'login' : [status, json['error'] ?? 'page']
}
/** Tokens of a login by code. */
async function login(clientId: string, proof: Readonly<Record<string, string>> = {}) {
  const { query, verifier } = request(clientId)
  const answer = await finishLogin(server, query, await passwordSession(server, userId))
  const reply = await requestToken(server, {
    grant_type: 'authorization_code',
    client_id: clientId,
    code: answer.searchParams.get('code') ?? '',
    redirect_uri: callback,
    code_verifier: verifier,
    ...proof,
  })
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.json))
  return { access: String(reply.json['access_token']), refresh: String(reply.json['refresh_token']) }
}
const userinfo = async (token: string) => {
  const response = await fetch(`${server.url}/oidc/v1/userinfo`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return response.status
}

describe('a client known by its metadata document', () => {
  test('logs a person in by code with PKCE, as an unmodified client does', async () => {
    const insecure = { [oauth.allowInsecureRequests]: true }
    const issuer = new URL(server.url)
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
    expect(as['client_id_metadata_document_supported']).toBe(true)
    const clientId = publish({ grant_types: ['authorization_code', 'refresh_token'] })
    const client: oauth.Client = { client_id: clientId }
    const { query, verifier } = request(clientId)
    const url = new URL(as.authorization_endpoint ?? '')
    url.search = new URLSearchParams({ ...query, redirect_uri: 'http://127.0.0.1:9/callback' }).toString()
    const answered = await finishLogin(server, url, await passwordSession(server, userId))
    const answer = oauth.validateAuthResponse(as, client, answered, query['state'])
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      oauth.None(),
      answer,
      'http://127.0.0.1:9/callback',
      verifier,
      insecure,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(as, client, response)
    expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe(userId)
    const refreshed = await oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(as, client, oauth.None(), tokens.refresh_token ?? '', insecure),
    )
    expect(await userinfo(refreshed.access_token)).toBe(200)
    expect(fetchesOf(clientId)).toBe(1)
  })

  test.each(['', 'consent', 'none'])(
    'gets nothing of a browser that is signed in, least of all a token for our own APIs, before its person has agreed (prompt=%s)',
    async (prompt) => {
      const person = await hostedPerson(server)
      const browser = pageClient(server.url)
      await logIn(browser, person, '/ui/v2/login/loginname')
      const stranger = publish()
      const scope = 'openid urn:zitadel:iam:org:project:id:zitadel:aud'
      const { query, verifier } = request(stranger, { scope, prompt })
      const { url } = await browser.open(`/oauth/v2/authorize?${new URLSearchParams(query)}`)
      const code = url.searchParams.get('code')
      const { json } = await requestToken(server, {
        grant_type: 'authorization_code',
        client_id: stranger,
        code: code ?? '',
        redirect_uri: callback,
        code_verifier: verifier,
      })
      const own = await fetch(`${server.url}/auth/v1/users/me`, {
        headers: { authorization: `Bearer ${json['access_token']}` },
      })
      expect({ code: code !== null, own: own.status }).toEqual({ code: false, own: 401 })
    },
  )

  test('has to be allowed at each login, by a button of a page that names its host, and may be denied', async () => {
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    await logIn(browser, person, '/ui/v2/login/loginname')
    const stranger = publish({ client_name: 'Your bank' })
    const scope = `openid urn:zitadel:iam:org:project:id:${projectId}:aud`
    const begin = (more = {}) =>
      browser.open(`/oauth/v2/authorize?${new URLSearchParams(request(stranger, { scope, ...more }).query)}`)
    const answer = (page: ShownPage) => {
      const { searchParams } = new URL(movesOnTo(page) ?? page.url)
      return searchParams.get('error') ?? searchParams.has('code')
    }
    expect(answer(await begin({ prompt: 'none' }))).toBe('consent_required')
    for (const [action, expected] of [
      ['deny', 'access_denied'],
      ['allow', true],
      ['deny', 'access_denied'],
    ] as const) {
      const asked = await begin()
      expect(asked.url.pathname).toBe('/ui/v2/login/consent')
      expect(asked.text).toContain(new URL(base).host)
      expect(asked.text).toContain(projectId)
      expect(answer(await browser.submit({}, action))).toBe(expected)
    }
  })

  test('is fetched once for many requests, and again at a login once it is stale', async () => {
    const clientId = publish(
      { grant_types: ['authorization_code', 'refresh_token'] },
      { headers: { 'cache-control': 'max-age=600' } },
    )
    expect(new Set(await Promise.all([1, 2, 3, 4].map(() => open(clientId))))).toEqual(new Set(['login']))
    expect(fetchesOf(clientId)).toBe(1)
    const { refresh } = await login(clientId)
    clock.advance(601)
    expect(
      (
        await requestToken(server, {
          grant_type: 'refresh_token',
          client_id: clientId,
          refresh_token: refresh,
        })
      ).status,
    ).toBe(200)
    expect(fetchesOf(clientId)).toBe(1)
    expect(await open(clientId)).toBe('login')
    expect(fetchesOf(clientId)).toBe(2)
  })

  test('gets no answer, nor tokens for a code, at a redirect URI that its document has lost meanwhile', async () => {
    const clientId = publish({}, { headers: { 'cache-control': 'no-cache' } })
    const { query, verifier } = request(clientId)
    const [waiting, other] = [await beginLogin(server, query), await beginLogin(server, query)]
    clock.advance(290)
    const session = await passwordSession(server, userId)
    const answered = await answerLogin(server, other, session)
    const moved = 'http://127.0.0.1:7777/elsewhere'
    const document = { client_id: clientId, client_name: 'Agent', redirect_uris: [moved] }
    served.set(new URL(clientId).pathname, { body: JSON.stringify(document) })
    clock.advance(10)
    // This login fetches the document, which is stale by now.
    await beginLogin(server, request(clientId, { redirect_uri: moved }).query)
    expect(await refusalOf(answerLogin(server, waiting, session))).toEqual({
      code: 'FailedPrecondition',
      id: 'oidc.redirect_uri_removed',
    })
    const form = {
      grant_type: 'authorization_code',
      client_id: clientId,
      code: answered.searchParams.get('code') ?? '',
      redirect_uri: callback,
      code_verifier: verifier,
    }
    const { json } = await requestToken(server, form)
    expect(json).toMatchObject({
      error: 'invalid_grant',
      error_description: expect.stringContaining('redirect URI'),
    })
  })

  test('gets no answer once the instance accepts no such clients any more, or another project does', async () => {
    const projects = (headers: Record<string, string>) => server.client(ProjectService, { headers })
    const clientId = publish()
    const session = await passwordSession(server, userId)
    const waiting = await beginLogin(server, request(clientId).query)
    const refused = { code: 'FailedPrecondition', id: 'oidc.client_inactive' }
    await projects({ [header]: 'none' }).updateProject({ id: projectId })
    expect(await refusalOf(answerLogin(server, waiting, session))).toEqual(refused)
    const other = await addProject(server, {}, policy)
    expect(await refusalOf(answerLogin(server, waiting, session))).toEqual(refused)
    await projects({ [header]: 'none' }).updateProject({ id: other })
    await projects(policy).updateProject({ id: projectId })
    expect((await answerLogin(server, waiting, session)).searchParams.has('code')).toBe(true)
  })

  test('must use PKCE and a redirect URI of the document', async () => {
    const clientId = publish()
    const { code_challenge: _, code_challenge_method: __, ...plain } = request(clientId).query
    const refused = await openAuthorization(server, plain)
    expect(new URL(refused.location ?? '').searchParams.get('error')).toBe('invalid_request')
    const elsewhere = request(clientId, { redirect_uri: 'https://evil.example/callback' })
    expect((await openAuthorization(server, elsewhere.query)).status).toBe(400)
  })

  test('may have keys in its set that are not understood beside one that verifies', async () => {
    const { jwks, unusable, good } = mixedKeySet()
    const keyed = { token_endpoint_auth_method: 'private_key_jwt' }
    const clientId = publish({ ...keyed, jwks })
    const signer = { subject: clientId, keyId: 'good', key: good.privateKey, alg: 'ES256' }
    const tokens = await login(clientId, {
      client_assertion: await signAssertion(server, signer),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    })
    expect(await userinfo(tokens.access)).toBe(200)
    await expect(login(clientId)).rejects.toThrow('invalid_client')
    expect(await open(publish({ ...keyed, jwks: unusable }))).toEqual([400, 'invalid_request'])
  })

  test('has no secret, and no grants but those of the code flow', async () => {
    const clientId = publish({
      grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:token-exchange'],
    })
    expect(await open(clientId)).toBe('login')
    for (const grant of ['client_credentials', 'urn:ietf:params:oauth:grant-type:token-exchange']) {
      const form = {
        grant_type: grant,
        client_id: clientId,
        subject_token: 'x',
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      }
      expect((await requestToken(server, form)).status).toBeGreaterThanOrEqual(400)
    }
    const guessed = { grant_type: 'authorization_code', code: 'x' }
    expect((await requestToken(server, guessed, { basic: [clientId, 'secret'] })).status).toBe(401)
  })
})

describe('a document is refused', () => {
  test.each([
    ['of another client', { client_id: 'https://other.example/client.json' }, {}],
    ['without redirect URIs', { redirect_uris: [] }, {}],
    ['with http elsewhere', { redirect_uris: ['http://agent.example/callback'] }, {}],
    ['with a secret', { client_secret: 'secret' }, {}],
    ['with a method that needs a secret', { token_endpoint_auth_method: 'client_secret_post' }, {}],
    ['without the code grant', { grant_types: ['implicit'] }, {}],
    ['that is larger than 16 kB', { padding: 'x'.repeat(17_000) }, {}],
    ['that is no JSON', {}, { body: '<html>' }],
    ['that is no object', {}, { body: '[]' }],
    ['of another media type', {}, { headers: { 'content-type': 'text/html' } }],
    ['behind an error', {}, { status: 500 }],
  ])('%s', async (_, change, how: Served) => {
    clock.advance(61)
    expect(await open(publish(change, how))).toEqual([400, 'invalid_request'])
  })

  test('behind a redirect, which is not followed', async () => {
    const target = publish()
    const clientId = publish({}, { status: 302, headers: { location: target } })
    expect(await open(clientId)).toEqual([400, 'invalid_request'])
    expect(fetchesOf(target)).toBe(0)
  })

  test('that does not come within five seconds', { timeout: 60_000 }, async () => {
    expect(await open(publish({}, { slow: true }))).toEqual([400, 'invalid_request'])
  })

  test.each([
    ['plain http', (url: string) => url.replace('https:', 'http:')],
    ['a fragment', (url: string) => `${url}#x`],
    ['a user', (url: string) => url.replace('https://', 'https://user@')],
    ['dot segments', (url: string) => url.replace(/\/([^/]*)$/, '/a/../$1')],
    ['encoded dot segments', (url: string) => url.replace(/\/([^/]*)$/, '/a/%2e%2e/$1')],
    ['no path', () => base],
    ['an empty path', () => `${base}/`],
  ])('at an address with %s, without a fetch', async (_, spoil) => {
    const before = asked.length
    expect(await open(spoil(publish()))).toEqual([400, 'invalid_request'])
    expect(asked.length).toBe(before)
  })

  test('at a private address, also behind a name', async () => {
    const before = asked.length
    const clientId = publish()
    expect(await open(clientId, strict)).toEqual([400, 'invalid_request'])
    expect(await open(clientId.replace('localhost', '127.0.0.1'), strict)).toEqual([400, 'invalid_request'])
    expect(await open(clientId.replace('localhost', '[::ffff:127.0.0.1]'), strict)).toEqual([
      400,
      'invalid_request',
    ])
    expect(asked.length).toBe(before)
  })

  test('for a minute after it failed, without another fetch', async () => {
    const clientId = publish({}, { status: 503 })
    for (let i = 0; i < 3; i++) expect(await open(clientId)).toEqual([400, 'invalid_request'])
    expect(fetchesOf(clientId)).toBe(1)
    served.set(new URL(clientId).pathname, {
      body: JSON.stringify({ client_id: clientId, redirect_uris: [callback] }),
    })
    clock.advance(61)
    expect(await open(clientId)).toBe('login')
  })

  test('beyond thirty fetches of an instance in a minute', async () => {
    clock.advance(61)
    const before = asked.length
    const addresses = Array.from({ length: 35 }, () => publish())
    const outcomes = await Promise.all(addresses.map((clientId) => open(clientId)))
    expect(outcomes.filter((outcome) => outcome === 'login')).toHaveLength(30)
    expect(asked.length - before).toBe(30)
    clock.advance(61)
    expect(await open(publish())).toBe('login')
  })
})

describe('the policy', () => {
  const projects = (headers: Record<string, string> = {}) => server.client(ProjectService, { headers })

  test('is off unless a project says otherwise; one project of an instance may', async () => {
    const other = await addProject(server)
    await expect(projects(policy).updateProject({ id: other })).rejects.toThrow('another project')
    await projects({ [header]: 'none' }).updateProject({ id: projectId })
    const before = asked.length
    expect(await open(publish())).toEqual([400, 'invalid_request'])
    expect(asked.length).toBe(before)
    const metadata = await (await fetch(`${server.url}/.well-known/oauth-authorization-server`)).json()
    expect(metadata).not.toHaveProperty('client_id_metadata_document_supported')
    await projects(policy).updateProject({ id: projectId })
    expect(await open(publish())).toBe('login')
  })

  test('shows on reads, together with dynamic registration', async () => {
    let shown: string | null = null
    const both = { [header]: 'metadata_documents,dynamic_registration' }
    await projects(both).updateProject({ id: projectId })
    await projects().getProject(
      { id: projectId },
      {
        onHeader(headers) {
          shown = headers.get(header)
        },
      },
    )
    expect(shown).toBe('metadata_documents,dynamic_registration')
    await expect(projects({ [header]: 'anyone' }).updateProject({ id: projectId })).rejects.toThrow(header)
    await projects(policy).updateProject({ id: projectId })
  })

  test('needs the permission to add apps', async () => {
    const { token = null } = await addMachine(server, { roles: ['ORG_PROJECT_CREATOR'] })
    const creator = (headers: Record<string, string>) => server.client(ProjectService, { token, headers })
    const project = { organizationId: server.first.orgId, name: 'Created' }
    await expect(creator({ [header]: 'dynamic_registration' }).createProject(project)).rejects.toThrow()
    await creator({}).createProject(project)
  })

  test('of the project of our own APIs opens these to nobody either', async () => {
    const [iam] = await server.testDatabase.database.query<{ id: string }>(
      'select project_id as id from iam_projects where instance_id = $1',
      [server.first.instanceId],
    )
    await projects({ [header]: 'none' }).updateProject({ id: projectId })
    await projects(policy).updateProject({ id: iam?.id ?? '' })
    const { access } = await login(publish())
    const headers = { authorization: `Bearer ${access}` }
    expect((await fetch(`${server.url}/auth/v1/users/me`, { headers })).status).toBe(401)
    expect(await userinfo(access)).toBe(200)
    await projects({ [header]: 'none' }).updateProject({ id: iam?.id ?? '' })
    await projects(policy).updateProject({ id: projectId })
  })

  test('turned off, on again or with its project inactive: tokens die at their next use', async () => {
    const clientId = publish({ grant_types: ['authorization_code', 'refresh_token'] })
    const { access, refresh } = await login(clientId)
    const renew = async () =>
      (
        await requestToken(server, {
          grant_type: 'refresh_token',
          client_id: clientId,
          refresh_token: refresh,
        })
      ).status
    expect(await userinfo(access)).toBe(200)
    await projects().deactivateProject({ id: projectId })
    expect(await userinfo(access)).toBe(401)
    await projects().activateProject({ id: projectId })
    expect(await userinfo(access)).toBe(200)
    await projects({ [header]: 'none' }).updateProject({ id: projectId })
    expect([await userinfo(access), await renew()]).toEqual([401, 401])
    clock.advance(1000)
    await projects(policy).updateProject({ id: projectId })
    expect([await userinfo(access), await renew()]).toEqual([401, 400])
    const again = await login(clientId)
    await projects().deleteProject({ id: projectId })
    expect(await userinfo(again.access)).toBe(401)
  })

  test('of another organization or instance means nothing here', async () => {
    const org = await addOrg(strict)
    const foreign = strict.client(ProjectService, { headers: { ...inOrg(org.orgId), ...policy } })
    await expect(foreign.updateProject({ id: projectId })).rejects.toThrow()
    const app = await addOidcApp(server)
    expect(await beginLogin(server, codeRequest(app).query)).toMatch(/^V2_/)
  })
})
