import { createHash } from 'node:crypto'
import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { WebKeyService } from '@zitadel/proto/zitadel/webkey/v2/webkey_service_pb.js'
import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { startHttpReceiver } from '../../server/src/features/notifications/testing/httpReceiver.ts'
import { signJwt } from '../../server/src/features/web-keys/index.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { addOidcProject } from './oidcFixtures.ts'
import { requestToken } from './oidcForms.ts'
import { type AddedApp, addOidcApp, callbackUri, finishLogin, loginBaseUri } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'
import { outcome } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const clock = testClock()
const receiver = await startHttpReceiver()
afterAll(() => receiver.close())
const server = await systemServer({ clock })
const { deps } = server.product
const { instanceId } = server.first
const signedOut = 'https://app.example.test/signed-out'
const { projectId } = await addOidcProject(server)
const app = await addOidcApp(server, {
  projectId,
  oidc: {
    postLogoutRedirectUris: [signedOut, `${signedOut}?from=sallyport`],
    backChannelLogoutUri: `${receiver.url}/logout`,
  },
})
const quiet = await addOidcApp(server, { projectId })
const { userId } = await addPerson(server)
const sessions = server.client(SessionService)
const isLive = async (sessionId: string) => (await outcome(sessions.getSession({ sessionId }))) === 'ok'
const keySet = createRemoteJWKSet(new URL(`${server.url}/oauth/v2/keys`), { cooldownDuration: 0 })

beforeEach(() => {
  receiver.status = 200
})

async function login(to: AddedApp, session: { sessionId: string; sessionToken: string }) {
  const verifier = 'v'.repeat(43)
  const query = {
    client_id: to.clientId,
    redirect_uri: callbackUri,
    response_type: 'code',
    scope: 'openid offline_access',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  const answer = await finishLogin(server, query, session)
  const form = {
    grant_type: 'authorization_code',
    code: answer.searchParams.get('code') ?? '',
    redirect_uri: callbackUri,
    code_verifier: verifier,
  }
  const { json, status } = await requestToken(server, form, { basic: [to.clientId, to.clientSecret] })
  if (status !== 200) throw new Error(JSON.stringify(json))
  return { idToken: String(json['id_token']), accessToken: String(json['access_token']) }
}

/** A session of its own with tokens for the app. */
async function loggedIn(to = app) {
  const session = await passwordSession(server, userId)
  return { ...session, ...(await login(to, session)) }
}

async function endSession(
  parameters: Readonly<Record<string, string>>,
  { method = 'GET', headers = {} }: { method?: 'GET' | 'POST'; headers?: Record<string, string> } = {},
) {
  const form = new URLSearchParams(parameters)
  const url = `${server.url}/oidc/v1/end_session`
  const reply =
    method === 'GET'
      ? await fetch(`${url}?${form}`, { redirect: 'manual', headers })
      : await fetch(url, { method, body: form, redirect: 'manual', headers })
  const text = await reply.text()
  return {
    status: reply.status,
    location: reply.headers.get('location'),
    error: text.startsWith('{') ? (JSON.parse(text) as { error: string }).error : text.slice(0, 15),
  }
}

/** Runs the jobs; returns the logout tokens that the receiver got meanwhile. */
async function notices(): Promise<readonly string[]> {
  const before = receiver.requests.length
  await server.runJobs()
  return receiver.requests
    .slice(before)
    .map(({ body }) => new URLSearchParams(body).get('logout_token') ?? '')
}

const refused = { status: 400, location: null, error: 'invalid_request' }

describe('an ID token as hint', () => {
  test.each(['GET', 'POST'] as const)(
    'ends its session and leads back with the state (%s)',
    async (method) => {
      const { sessionId, idToken } = await loggedIn()
      const other = await loggedIn()
      const query = { id_token_hint: idToken, post_logout_redirect_uri: signedOut, state: 'a&b' }
      expect(await endSession(query, { method })).toMatchObject({
        status: 303,
        location: `${signedOut}?state=a%26b`,
      })
      expect(await isLive(sessionId)).toBe(false)
      expect(await isLive(other.sessionId)).toBe(true)
      expect(await eventTypesOf(server, sessionId)).toContain('session.terminated')
    },
  )

  test('keeps the query of the registered URI', async () => {
    const { idToken } = await loggedIn()
    const query = { id_token_hint: idToken, post_logout_redirect_uri: `${signedOut}?from=sallyport` }
    expect((await endSession({ ...query, state: 's' })).location).toBe(`${signedOut}?from=sallyport&state=s`)
  })

  test('may have expired, and leads to a page of ours without a URI', async () => {
    const { sessionId, idToken } = await loggedIn()
    clock.advance(13 * 3600)
    const { location, status } = await endSession({ id_token_hint: idToken })
    expect([status, location]).toEqual([303, `${server.url}/ui/v2/login/logout/done`])
    expect(await (await fetch(String(location))).text()).toContain('You are signed out')
    expect(await isLive(sessionId)).toBe(false)
    // Again: there is nothing to end any more, and the browser goes on.
    expect((await endSession({ id_token_hint: idToken })).status).toBe(303)
  })

  test('is refused if it is no ID token of this issuer, and nothing ends', async () => {
    const { sessionId, idToken } = await loggedIn()
    const now = Math.floor(clock.now().getTime() / 1000)
    const claims = { ...decodeJwt(idToken), exp: now + 60 }
    const sign = (changed: JWTPayload, typ = 'JWT', of = instanceId) =>
      signJwt(deps, of, { claims: { ...claims, ...changed }, typ })
    const elsewhere = await addInstance(server)
    const hints = [
      'nonsense',
      idToken.slice(0, -8),
      `${idToken.split('.').slice(0, 2).join('.')}.`,
      await sign({ iss: 'https://other.test' }),
      await sign({}, 'logout+jwt'),
      await sign({}, 'JWT', elsewhere.instanceId),
      // Access tokens have no authorized party.
      await sign({ azp: undefined, client_id: app.clientId } as JWTPayload),
    ]
    for (const hint of hints) {
      const query = { id_token_hint: hint, client_id: app.clientId, post_logout_redirect_uri: signedOut }
      expect(await endSession(query)).toEqual(refused)
    }
    const { status } = await endSession({ id_token_hint: idToken }, { headers: elsewhere.headers })
    expect(status).toBe(400)
    expect(await isLive(sessionId)).toBe(true)
    const othersSession = await passwordSession(server, (await addPerson(server)).userId)
    await endSession({ id_token_hint: await sign({ sid: othersSession.sessionId }) })
    expect(await isLive(othersSession.sessionId)).toBe(true)
  })

  test('of another client, an unknown client and an unregistered URI are refused without a redirect', async () => {
    const { sessionId, idToken } = await loggedIn()
    const hint = { id_token_hint: idToken, post_logout_redirect_uri: signedOut }
    expect(await endSession({ ...hint, client_id: quiet.clientId })).toEqual(refused)
    expect(await endSession({ client_id: 'unknown' })).toEqual(refused)
    for (const uri of [`${signedOut}/`, 'https://evil.example', `${signedOut}#x`, callbackUri]) {
      expect(await endSession({ ...hint, post_logout_redirect_uri: uri })).toEqual(refused)
      expect(await endSession({ client_id: app.clientId, post_logout_redirect_uri: uri })).toEqual(refused)
    }
    expect(await isLive(sessionId)).toBe(true)
    const page = await endSession({ client_id: 'unknown' }, { headers: { accept: 'text/html' } })
    expect(page).toMatchObject({ status: 400, location: null, error: '<!doctype html>' })
  })

  test('a repeated parameter is refused', async () => {
    const { idToken, sessionId } = await loggedIn()
    const url = `${server.url}/oidc/v1/end_session?id_token_hint=${idToken}&id_token_hint=${idToken}`
    expect((await fetch(url)).status).toBe(400)
    expect(await isLive(sessionId)).toBe(true)
  })

  test('signed by a removed key is refused', async () => {
    const keys = server.client(WebKeyService)
    const [active, next] = (await keys.listWebKeys({})).webKeys
    const { idToken, sessionId } = await loggedIn()
    await keys.activateWebKey({ id: next?.id ?? '' })
    await keys.deleteWebKey({ id: active?.id ?? '' })
    expect(await endSession({ id_token_hint: idToken })).toEqual(refused)
    expect(await isLive(sessionId)).toBe(true)
  })
})

describe('without a hint', () => {
  test('the browser goes to the logout page of the login with a signed request, and nothing ends', async () => {
    const { sessionId } = await loggedIn()
    const { status, location } = await endSession({
      client_id: app.clientId,
      post_logout_redirect_uri: signedOut,
      state: 's',
      logout_hint: 'ada',
      ui_locales: 'de en',
    })
    const place = new URL(String(location))
    expect(status).toBe(303)
    expect(`${place.origin}${place.pathname}`).toBe(`${loginBaseUri}/logout`)
    const { logout_token: token = '', ...query } = Object.fromEntries(place.searchParams)
    const asked = {
      post_logout_redirect: `${signedOut}?state=s`,
      logout_hint: 'ada',
      ui_locales: 'de en',
    }
    expect(query).toEqual(asked)
    const { payload } = await jwtVerify(token, keySet, { issuer: server.url, currentDate: clock.now() })
    expect(payload).toMatchObject({ ...asked, client_id: app.clientId })
    expect(await isLive(sessionId)).toBe(true)
    // The signed request is neither an ID token nor a logout token.
    expect(await endSession({ id_token_hint: token })).toEqual(refused)
  })

  test('a URI without a client is ignored', async () => {
    const { location } = await endSession({ post_logout_redirect_uri: 'https://evil.example' })
    const place = new URL(String(location))
    expect(`${place.origin}${place.pathname}`).toBe(`${server.url}/ui/v2/login/logout`)
    expect([...place.searchParams.keys()]).toEqual(['logout_token'])
  })
})

describe('back-channel logout', () => {
  test('tells each client with a URI once, by a logout token that the keys of the issuer verify', async () => {
    const session = await passwordSession(server, userId)
    const { idToken } = await login(app, session)
    await login(app, session)
    await login(quiet, session)
    await notices()
    await endSession({ id_token_hint: idToken })
    const tokens = await notices()
    expect(tokens).toHaveLength(1)
    const { payload, protectedHeader } = await jwtVerify(tokens[0] ?? '', keySet, {
      issuer: server.url,
      audience: app.clientId,
      typ: 'logout+jwt',
      currentDate: clock.now(),
    })
    expect(protectedHeader).toMatchObject({ typ: 'logout+jwt', kid: expect.any(String) })
    const now = Math.floor(clock.now().getTime() / 1000)
    expect(payload).toEqual({
      iss: server.url,
      aud: app.clientId,
      sub: userId,
      sid: session.sessionId,
      iat: now,
      exp: now + 900,
      jti: expect.any(String),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    })
    const last = receiver.requests.at(-1)
    expect(last).toMatchObject({
      path: '/logout',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect((await eventTypesOf(server, session.sessionId)).slice(-2)).toEqual([
      'session.terminated',
      'session_logout.back_channel.sent',
    ])
  })

  test('follows every end of a session: by the API and by the removal of its user', async () => {
    const mortal = await addPerson(server)
    const one = await passwordSession(server, mortal.userId)
    await login(app, one)
    await sessions.deleteSession({ sessionId: one.sessionId, sessionToken: one.sessionToken })
    expect((await notices()).map((token) => decodeJwt(token).sid)).toEqual([one.sessionId])
    const two = await passwordSession(server, mortal.userId)
    await login(app, two)
    await server.client(UserService).deleteUser({ userId: mortal.userId })
    expect((await notices()).map((token) => decodeJwt(token).sid)).toEqual([two.sessionId])
  })

  test('is silent for sessions without tokens', async () => {
    const { sessionId, sessionToken } = await passwordSession(server, userId)
    await sessions.deleteSession({ sessionId, sessionToken })
    expect(await notices()).toEqual([])
  })

  test.each([
    [200, 1],
    [204, 1],
    [400, 1],
    [500, 3],
    [302, 3],
  ])('an answer of %i ends it after %i attempts', async (status, attempts) => {
    receiver.status = status
    const { idToken, sessionId } = await loggedIn()
    await notices()
    await endSession({ id_token_hint: idToken })
    let sent = (await notices()).length
    for (let round = 0; round < 4; round++) {
      await server.testDatabase.database.query('update graphile_worker._private_jobs set run_at = now()')
      sent += (await notices()).length
    }
    expect(sent).toBe(attempts)
    const told = (await eventTypesOf(server, sessionId)).includes('session_logout.back_channel.sent')
    expect(told).toBe(attempts === 1)
  })

  test('asks the URI that the client has now, and none of a removed client', async () => {
    const apps = server.client(AppService)
    const passing = await addOidcApp(server, {
      projectId,
      oidc: { backChannelLogoutUri: `${receiver.url}/gone` },
    })
    const { idToken } = await loggedIn(passing)
    await notices()
    await endSession({ id_token_hint: idToken })
    await apps.deleteApplication({ projectId: passing.projectId, id: passing.appId })
    expect(await notices()).toEqual([])
  })
})
