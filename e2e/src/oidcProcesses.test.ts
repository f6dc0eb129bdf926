import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Clock } from '../../server/src/kernel/clock.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { beginLogin, callbackUri, codeRequest, openAuthorization } from './oidcLogin.ts'
import { dpopHolder, signAssertion } from './oidcProofs.ts'
import { addPerson, type RestClient, restClient } from './restClient.ts'
import type { ServerProcess } from './serverProcess.ts'
import { openTwoProcesses, type TwoProcesses } from './twoProcesses.ts'

const password = 'Correct-Horse-1'
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
let processes: TwoProcesses
let servers: readonly [ServerProcess, ServerProcess]
let admin: RestClient
let login: RestClient
let app: { readonly clientId: string; readonly clientSecret: string }
let userId: string

beforeAll(async () => {
  processes = await openTwoProcesses()
  servers = processes.servers
  admin = restClient(servers[0].url, processes.token)
  userId = await addPerson(admin, 'ada', password)
  login = restClient(servers[0].url, await loginToken())
  app = await addApp()
})
afterAll(() => processes?.close())

async function loginToken(): Promise<string> {
  const machine = await admin('POST', '/management/v1/users/machine', { userName: 'login', name: 'Login' })
  const id = String(machine.json['userId'])
  await admin('POST', '/admin/v1/members', { userId: id, roles: ['IAM_LOGIN_CLIENT'] })
  const pat = await admin('POST', `/management/v1/users/${id}/pats`, {})
  return String(pat.json['token'])
}

async function addApp() {
  const project = await admin('POST', '/management/v1/projects', { name: 'Shop' })
  const { json } = await admin('POST', `/management/v1/projects/${project.json['id']}/apps/oidc`, {
    name: 'Web',
    redirectUris: [callbackUri],
    responseTypes: ['OIDC_RESPONSE_TYPE_CODE'],
    grantTypes: [
      'OIDC_GRANT_TYPE_AUTHORIZATION_CODE',
      'OIDC_GRANT_TYPE_REFRESH_TOKEN',
      'OIDC_GRANT_TYPE_DEVICE_CODE',
    ],
    appType: 'OIDC_APP_TYPE_WEB',
    authMethodType: 'OIDC_AUTH_METHOD_TYPE_BASIC',
  })
  return { clientId: String(json['clientId']), clientSecret: String(json['clientSecret']) }
}

/** The public address of the first process, at which the second one is called too. */
const issuer = () => servers[0].url
const atIssuer = (dpop?: string): Record<string, string> => ({
  'x-zitadel-public-host': new URL(issuer()).host,
  ...(dpop !== undefined && { dpop }),
})

async function machineClient(userName: string): Promise<readonly [string, string]> {
  const machine = await admin('POST', '/management/v1/users/machine', { userName, name: userName })
  const secret = await admin('PUT', `/management/v1/users/${machine.json['userId']}/secret`, {})
  return [userName, String(secret.json['clientSecret'])]
}

/** An API that authenticates by a key. */
async function keyedApp() {
  const project = await admin('POST', '/management/v1/projects', { name: 'Keyed' })
  const projectId = String(project.json['id'])
  const api = await admin('POST', `/management/v1/projects/${projectId}/apps/api`, {
    name: 'Keyed',
    authMethodType: 'API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT',
  })
  const { appId, clientId } = api.json
  const { json } = await admin('POST', `/management/v1/projects/${projectId}/apps/${appId}/keys`, {
    type: 'KEY_TYPE_JSON',
  })
  const file = JSON.parse(Buffer.from(String(json['keyDetails']), 'base64').toString())
  return { clientId: String(clientId), key: String(file.key), keyId: String(file.keyId) }
}

/** A project with the role `buyer`, an app for logins, and an API that introspects. */
async function addRolesApp(name: string) {
  const project = await admin('POST', '/management/v1/projects', { name })
  const path = `/management/v1/projects/${project.json['id']}`
  await admin('POST', `${path}/roles`, { roleKey: 'buyer', displayName: 'Buyer' })
  const { json } = await admin('POST', `${path}/apps/oidc`, {
    name: 'Web',
    redirectUris: [callbackUri],
    responseTypes: ['OIDC_RESPONSE_TYPE_CODE'],
    grantTypes: ['OIDC_GRANT_TYPE_AUTHORIZATION_CODE'],
    appType: 'OIDC_APP_TYPE_WEB',
    authMethodType: 'OIDC_AUTH_METHOD_TYPE_BASIC',
  })
  const api = await admin('POST', `${path}/apps/api`, {
    name: 'API',
    authMethodType: 'API_AUTH_METHOD_TYPE_BASIC',
  })
  return {
    projectId: String(project.json['id']),
    appId: String(json['appId']),
    clientId: String(json['clientId']),
    clientSecret: String(json['clientSecret']),
    api: [String(api.json['clientId']), String(api.json['clientSecret'])] as const,
  }
}

const profileNamed = (displayName: string) => ({ givenName: 'Ada', familyName: 'King', displayName })

async function answer(authRequestId: string): Promise<string> {
  const session = await login('POST', '/v2/sessions', {
    checks: { user: { userId }, password: { password } },
  })
  const { sessionId, sessionToken } = session.json
  const { json } = await login('POST', `/v2/oidc/auth_requests/${authRequestId}`, {
    session: { sessionId, sessionToken },
  })
  return String(json['callbackUrl'])
}

/** The same on both processes at once, twice on each. */
function onBoth<Reply>(run: (server: ServerProcess) => Promise<Reply>): Promise<Reply[]> {
  return Promise.all([servers[0], servers[1], servers[0], servers[1]].map(run))
}

test('two processes redeem a code once, every time', async () => {
  const basic = [app.clientId, app.clientSecret] as const
  for (let round = 0; round < 6; round++) {
    const { query, verifier } = codeRequest(app)
    const url = new URL(await answer(await beginLogin(servers[1], query)))
    const form = {
      grant_type: 'authorization_code',
      code: url.searchParams.get('code') ?? '',
      redirect_uri: callbackUri,
      code_verifier: verifier,
    }
    const replies = await onBoth((server) => requestToken(server, form, { basic }))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(replies.filter(({ json }) => json['error'] === 'invalid_grant')).toHaveLength(3)
  }
})

test('two processes answer a request once, and hand its answer over once', async () => {
  for (let round = 0; round < 4; round++) {
    const { query } = codeRequest(app, { response_mode: 'form_post' })
    const url = new URL(await answer(await beginLogin(servers[0], query)))
    const pages = await onBoth((server) =>
      openAuthorization(server, new URL(`${server.url}${url.pathname}${url.search}`)),
    )
    expect(pages.filter(({ status }) => status === 200)).toHaveLength(1)
  }
})

test('two processes redeem a refresh token into one family, and a revocation counts on both', async () => {
  const basic = [app.clientId, app.clientSecret] as const
  const { query, verifier } = codeRequest(app, { scope: 'openid offline_access' })
  const url = new URL(await answer(await beginLogin(servers[0], query)))
  const form = {
    grant_type: 'authorization_code',
    code: url.searchParams.get('code') ?? '',
    redirect_uri: callbackUri,
    code_verifier: verifier,
  }
  let refresh = String((await requestToken(servers[0], form, { basic })).json['refresh_token'])
  for (let round = 0; round < 6; round++) {
    const again = { grant_type: 'refresh_token', refresh_token: refresh }
    const replies = await onBoth((server) => requestToken(server, again, { basic }))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(new Set(replies.map(({ json }) => json['refresh_token'])).size).toBe(1)
    expect(new Set(replies.map(({ json }) => json['access_token'])).size).toBe(1)
    refresh = String(replies[0]?.json['refresh_token'])
  }
  await postForm(servers[0], '/oauth/v2/revoke', { token: refresh }, { basic })
  const last = { grant_type: 'refresh_token', refresh_token: refresh }
  const replies = await onBoth((server) => requestToken(server, last, { basic }))
  expect(replies.map(({ json }) => json['error'])).toEqual(Array(4).fill('invalid_grant'))
})

test('what one process changes counts in the next introspection of another, which has kept the token', async () => {
  const { projectId, clientId, clientSecret, appId, api } = await addRolesApp('Roles')
  const { query, verifier } = codeRequest({ clientId }, { scope: 'openid profile' })
  const session = await login('POST', '/v2/sessions', {
    checks: { user: { userId }, password: { password } },
  })
  const { sessionId, sessionToken } = session.json
  const id = await beginLogin(servers[0], query)
  const answered = await login('POST', `/v2/oidc/auth_requests/${id}`, {
    session: { sessionId, sessionToken },
  })
  const form = {
    grant_type: 'authorization_code',
    code: new URL(String(answered.json['callbackUrl'])).searchParams.get('code') ?? '',
    redirect_uri: callbackUri,
    code_verifier: verifier,
  }
  const { json } = await requestToken(servers[0], form, { basic: [clientId, clientSecret] })
  const token = String(json['access_token'])
  const introspect = async () => {
    const reply = await postForm(servers[1], '/oauth/v2/introspect', { token }, { basic: api })
    const roles = reply.json[`urn:zitadel:iam:org:project:${projectId}:roles`] ?? {}
    const { active, name } = reply.json
    return { active, ...(active === true && { name, roles: Object.keys(roles as object) }) }
  }
  const before = await introspect()
  expect(before).toMatchObject({ active: true, roles: [] })
  const name = 'Augusta Ada King'
  const changes: readonly (readonly [change: () => Promise<unknown>, after: object])[] = [
    [() => admin('PUT', `/v2/users/human/${userId}`, { profile: profileNamed(name) }), { ...before, name }],
    [
      () => admin('POST', `/management/v1/users/${userId}/grants`, { projectId, roleKeys: ['buyer'] }),
      { active: true, name, roles: ['buyer'] },
    ],
    [
      () => admin('DELETE', `/management/v1/projects/${projectId}/roles/buyer`),
      { active: true, name, roles: [] },
    ],
    [
      () => admin('POST', `/management/v1/projects/${projectId}/apps/${appId}/_deactivate`, {}),
      { active: false },
    ],
    [
      () => admin('POST', `/management/v1/projects/${projectId}/apps/${appId}/_reactivate`, {}),
      { active: true, name, roles: [] },
    ],
    [() => login('DELETE', `/v2/sessions/${sessionId}`, { sessionToken }), { active: false }],
  ]
  for (const [change, after] of changes) {
    const kept = await introspect()
    expect([await introspect(), await introspect()]).toEqual([kept, kept])
    await change()
    expect(await introspect()).toEqual(after)
  }
})

test('what one process changes counts in the next token that a machine fetches from another, which has kept it', async () => {
  const add = async (userName: string) => {
    const { json } = await admin('POST', '/management/v1/users/machine', { userName, name: userName })
    return String(json['userId'])
  }
  const renew = async (id: string) =>
    String((await admin('PUT', `/management/v1/users/${id}/secret`, {})).json['clientSecret'])
  const [id, heir] = [await add('robot'), await add('heir')]
  const [secret, heirSecret] = [await renew(id), await renew(heir)]
  let renewed = ''
  const fetchAs = async (name: string, by: string) => {
    const { json } = await requestToken(
      servers[1],
      { grant_type: 'client_credentials' },
      { basic: [name, by] },
    )
    return json['error'] ?? 'issued'
  }
  const user = `/management/v1/users/${id}`
  const changes: readonly (readonly [
    change: () => Promise<unknown>,
    name: string,
    secret: () => string,
    after: string,
  ])[] = [
    [() => admin('POST', `${user}/_deactivate`, {}), 'robot', () => secret, 'invalid_client'],
    [() => admin('POST', `${user}/_reactivate`, {}), 'robot', () => secret, 'issued'],
    [async () => (renewed = await renew(id)), 'robot', () => secret, 'invalid_client'],
    [async () => undefined, 'robot', () => renewed, 'issued'],
    [
      () => admin('PUT', `${user}/username`, { userName: 'android' }),
      'robot',
      () => renewed,
      'invalid_client',
    ],
    [
      () => admin('PUT', `/management/v1/users/${heir}/username`, { userName: 'robot' }),
      'robot',
      () => heirSecret,
      'issued',
    ],
    [() => admin('DELETE', `/management/v1/users/${heir}`), 'robot', () => heirSecret, 'invalid_client'],
  ]
  for (const [change, name, by, after] of changes) {
    // Kept, whatever the reply is.
    const before = [await fetchAs(name, by()), await fetchAs(name, by())]
    expect(before[0]).toBe(before[1])
    await change()
    expect(await fetchAs(name, by())).toBe(after)
  }
})

test('a redirect URI that one process removes gets no answer, and no error, from another, which has kept the app', async () => {
  const { projectId, appId, clientId } = await addRolesApp('Addresses')
  const config = (redirectUris: readonly string[]) =>
    admin('PUT', `/management/v1/projects/${projectId}/apps/${appId}/oidc_config`, {
      redirectUris,
      responseTypes: ['OIDC_RESPONSE_TYPE_CODE'],
      grantTypes: ['OIDC_GRANT_TYPE_AUTHORIZATION_CODE'],
      appType: 'OIDC_APP_TYPE_WEB',
      authMethodType: 'OIDC_AUTH_METHOD_TYPE_BASIC',
    })
  const { query } = codeRequest({ clientId })
  const open = (more: Readonly<Record<string, string>> = {}) =>
    openAuthorization(servers[1], { ...query, ...more }, atIssuer())
  const unsupported = { response_type: 'token' }
  for (let round = 0; round < 2; round++) {
    for (const more of [{}, {}, unsupported, unsupported]) expect((await open(more)).status).toBe(303)
    expect((await open(unsupported)).location).toMatch(callbackUri)
    await config(['https://elsewhere.example.test/callback'])
    const replies = [await open(round === 0 ? unsupported : {}), await open()]
    expect(replies.map(({ status, location }) => [status, location])).toEqual([
      [400, null],
      [400, null],
    ])
    await config([callbackUri])
    expect((await open()).status).toBe(303)
  }
})

test('two processes accept a DPoP proof once', async () => {
  const clock = { now: () => new Date() }
  const [basic, grant] = [await machineClient('prover'), { grant_type: 'client_credentials' }]
  for (let round = 0; round < 4; round++) {
    const holder = await dpopHolder({ url: issuer(), clock: clock as Clock })
    const first = await requestToken(servers[0], grant, { basic, headers: atIssuer(await holder.proof()) })
    const nonce = first.headers.get('dpop-nonce') ?? ''
    const headers = atIssuer(await holder.proof({ nonce, jti: randomUUID() }))
    const replies = await onBoth((server) => requestToken(server, grant, { basic, headers }))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(replies.filter(({ json }) => json['error'] === 'invalid_dpop_proof')).toHaveLength(3)
  }
})

test('two processes accept an assertion with an id once', async () => {
  const { clientId, key, keyId } = await keyedApp()
  for (let round = 0; round < 4; round++) {
    const signer = { subject: clientId, keyId, key }
    const clock = { now: () => new Date() } as Clock
    const client_assertion = await signAssertion({ url: issuer(), clock }, signer, { jti: randomUUID() })
    const form = {
      token: 'x',
      client_assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    }
    const headers = atIssuer()
    const replies = await onBoth((server) => postForm(server, '/oauth/v2/introspect', form, { headers }))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(replies.filter(({ json }) => json['error'] === 'invalid_client')).toHaveLength(3)
  }
})

test('two processes redeem a device code once', async () => {
  const basic = [app.clientId, app.clientSecret] as const
  for (let round = 0; round < 3; round++) {
    const { json } = await postForm(
      servers[0],
      '/oauth/v2/device_authorization',
      { scope: 'openid' },
      { basic },
    )
    const found = await login('GET', `/v2/oidc/device_authorization/${json['user_code']}`)
    const { id } = found.json['deviceAuthorizationRequest'] as { id: string }
    const session = await login('POST', '/v2/sessions', {
      checks: { user: { userId }, password: { password } },
    })
    const { sessionId, sessionToken } = session.json
    await login('POST', `/v2/oidc/device_authorization/${id}`, { session: { sessionId, sessionToken } })
    const form = { grant_type: deviceGrant, device_code: String(json['device_code']) }
    const replies = await onBoth((server) => requestToken(server, form, { basic }))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    const errors = replies.flatMap(({ json: { error } }) => error ?? [])
    expect(errors.every((error) => error === 'slow_down' || error === 'invalid_grant')).toBe(true)
  }
})

test('no token that a process issued is lost when it is killed', async () => {
  const machine = await admin('POST', '/management/v1/users/machine', { userName: 'robot', name: 'Robot' })
  const secret = await admin('PUT', `/management/v1/users/${machine.json['userId']}/secret`, {})
  const basic = ['robot', String(secret.json['clientSecret'])] as const
  const issued: string[] = []
  const issue = async (): Promise<void> => {
    for (;;) {
      const form = { grant_type: 'client_credentials', scope: 'openid' }
      const reply = await requestToken(servers[1], form, { basic }).catch(() => undefined)
      if (reply === undefined) return
      expect(reply.status).toBe(200)
      issued.push(String(reply.json['access_token']))
      if (issued.length === 60) await servers[1].kill()
    }
  }
  await Promise.all(Array.from({ length: 16 }, issue))
  expect(issued.length).toBeGreaterThanOrEqual(60)
  for (const token of issued) {
    const reply = await fetch(`${servers[0].url}/oidc/v1/userinfo`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(reply.status).toBe(200)
  }
})
