import { OIDCAppType, OIDCAuthMethodType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { addApp, codeAt, eventTypesOf, testClock } from './factors.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { addOidcApp, callbackUri, codeForm, codeRequest, finishLogin } from './oidcLogin.ts'
import { addPerson, byId, passwordSession } from './people.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const clock = testClock()
const server = await systemServer({ clock })
const app = await addOidcApp(server)
const other = await addOidcApp(server)
const basic = [app.clientId, app.clientSecret] as const
const { userId } = await addPerson(server)
const sessions = server.client(SessionService)
const session = await passwordSession(server, userId)
const form = (more: Record<string, string> = {}) => codeForm(server, app, session, more)

async function isActive(token: unknown): Promise<unknown> {
  const { json } = await postForm(server, '/oauth/v2/introspect', { token: String(token) }, { basic })
  return json['active']
}

describe('a code', () => {
  test('becomes tokens, whose ID token the keys of the issuer verify', async () => {
    const { json, status, headers } = await requestToken(
      server,
      await form({ scope: 'openid offline_access', nonce: 'the nonce' }),
      { basic },
    )
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(json).toEqual({
      access_token: expect.stringMatching(/^slp_at_/),
      refresh_token: expect.stringMatching(/^slp_rt_/),
      id_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 43_200,
    })
    const { payload } = await jwtVerify(
      String(json['id_token']),
      createRemoteJWKSet(new URL(`${server.url}/oauth/v2/keys`)),
      { issuer: server.url, audience: app.clientId, currentDate: clock.now() },
    )
    expect(payload).toMatchObject({
      sub: userId,
      nonce: 'the nonce',
      azp: app.clientId,
      sid: session.sessionId,
      amr: ['pwd'],
      acr: 'urn:sallyport:aal:1',
      auth_time: Math.floor(clock.now().getTime() / 1000),
      at_hash: expect.any(String),
    })
  })

  test('records the events of the contract', async () => {
    const { query, verifier } = codeRequest(app)
    const answer = await finishLogin(server, query, session)
    const code = answer.searchParams.get('code') ?? ''
    const exchange = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: callbackUri,
      code_verifier: verifier,
    }
    expect((await requestToken(server, exchange, { basic })).status).toBe(200)
    expect(await eventTypesOf(server, `V2_${code.split('_')[2]}`)).toEqual([
      'auth_request.added',
      'auth_request.session.linked',
      'auth_request.code.added',
      'auth_request.code.exchanged',
      'auth_request.succeeded',
    ])
  })

  test('gives no refresh token and no ID token unless the scopes ask for them', async () => {
    const { json } = await requestToken(server, await form({ scope: 'profile' }), { basic })
    expect(Object.keys(json).sort()).toEqual(['access_token', 'expires_in', 'token_type'])
  })

  test('is single use, and a second use revokes the tokens of the first (RFC 6749 §4.1.2)', async () => {
    const exchange = await form()
    const { json } = await requestToken(server, exchange, { basic })
    expect(await isActive(json['access_token'])).toBe(true)
    expect((await requestToken(server, exchange, { basic })).json['error']).toBe('invalid_grant')
    expect(await isActive(json['access_token'])).toBe(false)
  })

  test('of many exchanges at once gives tokens at most once', async () => {
    const exchange = await form()
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => requestToken(server, exchange, { basic })),
    )
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('lasts a minute', async () => {
    const exchange = await form()
    clock.advance(59)
    const late = await form()
    clock.advance(2)
    expect((await requestToken(server, exchange, { basic })).json['error']).toBe('invalid_grant')
    expect((await requestToken(server, late, { basic })).status).toBe(200)
  })
})

describe('a refused exchange uses no code up', () => {
  const refusals: Record<string, [Record<string, string>, string]> = {
    'another redirect URI': [{ redirect_uri: `${callbackUri}/` }, 'invalid_grant'],
    'no redirect URI': [{ redirect_uri: '' }, 'invalid_grant'],
    'another verifier': [{ code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
    'a short verifier': [{ code_verifier: 'x' }, 'invalid_grant'],
    'no verifier (PKCE downgrade)': [{ code_verifier: '' }, 'invalid_request'],
  }
  test.each(Object.entries(refusals))('%s', async (_, [more, error]) => {
    const exchange = await form()
    const { status, json } = await requestToken(server, { ...exchange, ...more }, { basic })
    expect([status, json['error']]).toEqual([400, error])
    expect((await requestToken(server, exchange, { basic })).status).toBe(200)
  })

  test('another client (code injection)', async () => {
    const exchange = await form()
    const thief = { basic: [other.clientId, other.clientSecret] as const }
    expect((await requestToken(server, exchange, thief)).json['error']).toBe('invalid_grant')
    expect((await requestToken(server, exchange, { basic })).status).toBe(200)
  })

  test('a wrong secret, or none', async () => {
    const exchange = await form()
    const wrong = await requestToken(server, exchange, { basic: [app.clientId, 'wrong'] })
    expect([wrong.status, wrong.json['error']]).toEqual([401, 'invalid_client'])
    const none = await requestToken(server, { ...exchange, client_id: app.clientId })
    expect(none.json['error']).toBe('invalid_client')
    expect((await requestToken(server, exchange, { basic })).status).toBe(200)
  })

  test('another secret of the code', async () => {
    const exchange = await form()
    const code = exchange['code'] ?? ''
    const forged = code.slice(0, -43) + 'A'.repeat(43)
    expect((await requestToken(server, { ...exchange, code: forged }, { basic })).json['error']).toBe(
      'invalid_grant',
    )
    expect((await requestToken(server, { ...exchange, code: 'x' }, { basic })).json['error']).toBe(
      'invalid_grant',
    )
    expect((await requestToken(server, exchange, { basic })).status).toBe(200)
  })
})

test('a verifier without a challenge is refused: the challenge was removed on its way', async () => {
  const { code_challenge: _, code_challenge_method: __, ...query } = codeRequest(app).query
  const answer = await finishLogin(server, query, session)
  const exchange = {
    grant_type: 'authorization_code',
    code: answer.searchParams.get('code') ?? '',
    redirect_uri: callbackUri,
  }
  const downgraded = await requestToken(server, { ...exchange, code_verifier: 'x'.repeat(43) }, { basic })
  expect(downgraded.json['error']).toBe('invalid_request')
  expect((await requestToken(server, exchange, { basic })).status).toBe(200)
})

test('plain challenges are accepted', async () => {
  const verifier = 'p'.repeat(43)
  const exchange = await form({ code_challenge: verifier, code_challenge_method: 'plain' })
  expect((await requestToken(server, { ...exchange, code_verifier: verifier }, { basic })).status).toBe(200)
})

test('a code of a session that has ended, or of a user who may not act, is void', async () => {
  const ended = await passwordSession(server, userId)
  const ofEnded = await codeForm(server, app, ended)
  await sessions.deleteSession({ sessionId: ended.sessionId })
  expect((await requestToken(server, ofEnded, { basic })).json['error']).toBe('invalid_grant')

  const short = await sessions.createSession({
    checks: { user: { search: { case: 'userId', value: userId } } },
    lifetime: { seconds: 30n },
  })
  const ofShort = await codeForm(server, app, short)
  clock.advance(31)
  expect((await requestToken(server, ofShort, { basic })).json['error']).toBe('invalid_grant')

  const person = await addPerson(server)
  const ofInactive = await codeForm(server, app, await passwordSession(server, person.userId))
  await server.client(UserService).deactivateUser({ userId: person.userId })
  expect((await requestToken(server, ofInactive, { basic })).json['error']).toBe('invalid_grant')
})

test('a code of a login whose password or factor was taken away is void: it signs no claim that is no longer true', async () => {
  const users = server.client(UserService)
  const person = await addPerson(server)
  const changed = await codeForm(server, app, await passwordSession(server, person.userId))
  await users.setPassword({ userId: person.userId, newPassword: { password: 'Another-Horse-2' } })
  const { json } = await requestToken(server, changed, { basic })
  expect([json['error'], json['id_token']]).toEqual(['invalid_grant', undefined])

  const seed = await addApp(server, person.userId)
  clock.advance(60)
  const strong = await sessions.createSession({
    checks: {
      ...byId(person.userId),
      password: { password: 'Another-Horse-2' },
      totp: { code: codeAt(seed, clock.now()) },
    },
  })
  const removed = await codeForm(server, app, strong)
  await users.removeTOTP({ userId: person.userId })
  const after = await requestToken(server, removed, { basic })
  expect([after.json['error'], after.json['id_token']]).toEqual(['invalid_grant', undefined])
})

test('a code means nothing to another instance or to a public client with another id', async () => {
  const spa = await addOidcApp(server, {
    oidc: {
      appType: OIDCAppType.OIDC_APP_TYPE_USER_AGENT,
      authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
    },
  })
  const exchange = await codeForm(server, spa, session)
  const stolen = await requestToken(server, { ...exchange, client_id: other.clientId })
  expect(stolen.json['error']).toBe('invalid_client')
  const { headers } = await addInstance(server)
  const elsewhere = await requestToken(server, { ...exchange, client_id: spa.clientId }, { headers })
  expect(elsewhere.json['error']).toBe('invalid_client')
  expect((await requestToken(server, { ...exchange, client_id: spa.clientId })).status).toBe(200)
})
