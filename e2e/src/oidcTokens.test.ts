import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { addApp, testClock } from './factors.ts'
import { addClientMachine, addOidcProject, loginTokens, type OidcFixture } from './oidcFixtures.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const clock = testClock()
const server = await systemServer({ clock })
const fixture = await addOidcProject(server)
const other = await addOidcProject(server)
const person = await addPerson(server)
const iamProject = async () => {
  const [row] = await server.testDatabase.database.query<{ project_id: string }>(
    'select project_id from iam_projects where instance_id = $1',
    [server.first.instanceId],
  )
  return row?.project_id ?? ''
}

const introspect = (token: string, { api }: OidcFixture = fixture, headers: Record<string, string> = {}) =>
  postForm(server, '/oauth/v2/introspect', { token }, { basic: api, headers })
const refresh = (refresh_token: string, form: Record<string, string> = {}, { app }: OidcFixture = fixture) =>
  requestToken(server, { grant_type: 'refresh_token', refresh_token, ...form }, { basic: app })
const revoke = (token: string, { app }: OidcFixture = fixture) =>
  postForm(server, '/oauth/v2/revoke', { token }, { basic: app })
const login = async (grant: Parameters<typeof loginTokens>[3] = {}, of = fixture) => {
  const { sessionId } = await passwordSession(server, person.userId)
  return { sessionId, ...(await loginTokens(server, of, sessionId, grant)) }
}
const lives = async (token: string) => (await introspect(token)).json['active']
const userinfo = async (token: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${server.url}/oidc/v1/userinfo`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  })
  return { status: response.status, text: await response.text(), headers: response.headers }
}
const keys = async () => {
  const { createRemoteJWKSet } = await import('jose')
  return createRemoteJWKSet(new URL(`${server.url}/oauth/v2/keys`))
}
const nobody = ['nobody', 'x'.repeat(64)] as const

describe('introspection', () => {
  test('says what a token is for', async () => {
    const { accessToken } = await login()
    const { status, json, headers } = await introspect(accessToken)
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    const now = Math.floor(clock.now().getTime() / 1000)
    expect(json).toEqual({
      active: true,
      scope: 'openid profile offline_access',
      client_id: fixture.app[0],
      token_type: 'Bearer',
      exp: now + 43_200,
      iat: now,
      nbf: now,
      auth_time: now,
      sub: person.userId,
      aud: [fixture.app[0], fixture.api[0], fixture.projectId],
      amr: ['pwd'],
      acr: 'urn:sallyport:aal:1',
      iss: server.url,
      jti: expect.stringMatching(/^\d+\.\d+$/),
      username: person.username,
      name: expect.any(String),
      given_name: 'Pat',
      family_name: expect.any(String),
      preferred_username: person.username,
      updated_at: expect.any(Number),
    })
  })

  test('is signed for callers that accept it (RFC 9701)', async () => {
    const { accessToken } = await login()
    const { json, headers } = await introspect(accessToken, fixture, {
      accept: 'application/token-introspection+jwt',
    })
    expect(headers.get('content-type')).toBe('application/token-introspection+jwt')
    const { payload } = await jwtVerify(String(json['text']), await keys(), {
      typ: 'token-introspection+jwt',
      issuer: server.url,
      audience: fixture.api[0],
      currentDate: clock.now(),
    })
    expect(payload['token_introspection']).toMatchObject({ active: true, sub: person.userId })
    expect(payload.sub).toBeUndefined()
    expect(await lives(String(json['text']))).toBe(false)
  })

  test('says nothing but inactive to clients outside the audience, and about what is no access token', async () => {
    const { accessToken, refreshToken } = await login()
    const { pat } = await addClientMachine(server)
    const forged = accessToken.slice(0, -2) + (accessToken.endsWith('AA') ? 'EA' : 'AA')
    for (const token of [refreshToken, forged, 'x', `${accessToken} `, 'a.b.c', '~'.repeat(9000)]) {
      expect([token, (await introspect(token)).json]).toEqual([token, { active: false }])
    }
    expect((await introspect(accessToken, other)).json).toEqual({ active: false })
    expect((await introspect(pat)).json).toMatchObject({
      active: true,
      aud: [fixture.api[0], fixture.projectId],
    })
  })

  test.each([
    [{}, { token: 'x' }, 401, 'invalid_client'],
    [{ basic: nobody }, { token: 'x' }, 401, 'invalid_client'],
    [{ basic: [fixture.api[0], 'wrong'] as const }, { token: 'x' }, 401, 'invalid_client'],
    [{ basic: fixture.api }, {}, 400, 'invalid_request'],
    [{ basic: fixture.api }, { token: 'x', client_secret: 'y' }, 400, 'invalid_request'],
    [{ basic: fixture.api }, 'token=a&token=b', 400, 'invalid_request'],
    [{ headers: { authorization: 'Basic !' } }, { token: 'x' }, 401, 'invalid_client'],
    [
      { headers: { authorization: `Basic ${Buffer.from('a:%zz').toString('base64')}` } },
      { token: 'x' },
      401,
      'invalid_client',
    ],
    [{ headers: { 'content-type': 'text/plain' } }, 'token=a', 400, 'invalid_request'],
    [{ basic: fixture.api }, `token=${'x'.repeat(65_536)}`, 413, 'invalid_request'],
  ])('refuses what is wrong: %#', async (sender, form, status, error) => {
    const refused = await postForm(server, '/oauth/v2/introspect', form as string, sender)
    expect([refused.status, refused.json['error']]).toEqual([status, error])
    expect(refused.json['error_description']).not.toContain(fixture.api[1])
    const challenge = refused.headers.get('www-authenticate')
    if (status === 401) expect(challenge).toMatch(/^Basic /)
  })

  test('a token of another instance means nothing, not even by its own host', async () => {
    const { accessToken } = await login()
    const { headers } = await addInstance(server)
    const sender = { basic: fixture.api, headers }
    const elsewhere = await postForm(server, '/oauth/v2/introspect', { token: accessToken }, sender)
    expect([elsewhere.status, elsewhere.json['error']]).toEqual([401, 'invalid_client'])
    const asked = await userinfo(accessToken, headers)
    expect(asked.status).toBe(401)
    const unknown = await userinfo(accessToken, { 'x-zitadel-instance-host': 'nowhere.example' })
    expect(unknown.status).toBe(404)
  })
})

describe('userinfo', () => {
  test('returns the claims of the scopes by header and form', async () => {
    const { accessToken } = await login()
    const { status, text } = await userinfo(accessToken)
    expect([status, JSON.parse(text)]).toMatchObject([200, { sub: person.userId, given_name: 'Pat' }])
    const posted = await postForm(server, '/oidc/v1/userinfo', { access_token: accessToken })
    expect(posted.json).toMatchObject({ sub: person.userId })
  })

  test('is signed for clients that accept it', async () => {
    const { accessToken } = await login()
    const { text, headers } = await userinfo(accessToken, { accept: 'application/jwt' })
    expect(headers.get('content-type')).toBe('application/jwt')
    const { payload } = await jwtVerify(text, await keys(), {
      issuer: server.url,
      audience: fixture.app[0],
      currentDate: clock.now(),
    })
    expect(payload.sub).toBe(person.userId)
  })

  test('refuses with a challenge (RFC 6750)', async () => {
    const { accessToken, refreshToken } = await login()
    const none = await fetch(`${server.url}/oidc/v1/userinfo`)
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Bearer /),
    ])
    for (const token of ['x', refreshToken]) {
      const refused = await userinfo(token)
      expect([refused.status, JSON.parse(refused.text).error]).toEqual([401, 'invalid_token'])
      expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"')
    }
    const unbound = await userinfo(accessToken, { authorization: `DPoP ${accessToken}` })
    expect(unbound.status).toBe(401)
    const twice = await postForm(
      server,
      '/oidc/v1/userinfo',
      { access_token: accessToken },
      {
        headers: { authorization: `Bearer ${accessToken}` },
      },
    )
    expect([twice.status, twice.json['error']]).toEqual([400, 'invalid_request'])
    const inQuery = await fetch(`${server.url}/oidc/v1/userinfo?access_token=${accessToken}`)
    expect(inQuery.status).toBe(401)
  })

  test('a token that is bound to a key needs its proof', async () => {
    const { accessToken } = await login({ confirmation: { jkt: 'x'.repeat(43) } })
    expect((await userinfo(accessToken)).status).toBe(401)
    expect((await introspect(accessToken)).json).toMatchObject({
      token_type: 'DPoP',
      cnf: { jkt: 'x'.repeat(43) },
    })
    const bound = await login({ confirmation: { 'x5t#S256': 'y'.repeat(43) } })
    expect((await userinfo(bound.accessToken)).status).toBe(401)
  })
})

describe('refresh', () => {
  test('rotates both tokens and keeps nonce and session in the ID token', async () => {
    const { accessToken, refreshToken, sessionId } = await login({ nonce: 'n-1' })
    const { status, json } = await refresh(refreshToken)
    expect([status, json]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^slp_at_/),
        token_type: 'Bearer',
        expires_in: 43_200,
        refresh_token: expect.stringMatching(/^slp_rt_/),
        id_token: expect.any(String),
      },
    ])
    expect([await lives(accessToken), await lives(String(json['access_token']))]).toEqual([false, true])
    const { payload } = await jwtVerify(String(json['id_token']), await keys(), {
      issuer: server.url,
      audience: fixture.app[0],
      currentDate: clock.now(),
    })
    expect(payload).toMatchObject({ nonce: 'n-1', sid: sessionId, sub: person.userId, amr: ['pwd'] })
  })

  test('redeemed twice at once there is one family, and both callers have its tokens', async () => {
    const { refreshToken } = await login()
    const replies = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
    expect(new Set(replies.map(({ json }) => json['refresh_token'])).size).toBe(1)
    expect(new Set(replies.map(({ json }) => json['access_token'])).size).toBe(1)
  })

  test('a lost reply can be had again for ten seconds; later the family is revoked', async () => {
    const { refreshToken } = await login()
    const first = await refresh(refreshToken)
    clock.advance(10)
    const again = await refresh(refreshToken)
    expect(again.json['refresh_token']).toBe(first.json['refresh_token'])
    clock.advance(1)
    const late = await refresh(refreshToken)
    expect([late.status, late.json['error']]).toEqual([400, 'invalid_grant'])
    expect(await lives(String(first.json['access_token']))).toBe(false)
    expect((await refresh(String(first.json['refresh_token']))).json['error']).toBe('invalid_grant')
  })

  test('a token of any earlier generation is recognized as stolen, even within the grace', async () => {
    const { refreshToken } = await login()
    const second = await refresh(refreshToken)
    const third = await refresh(String(second.json['refresh_token']))
    expect((await refresh(refreshToken)).json['error']).toBe('invalid_grant')
    expect((await refresh(String(third.json['refresh_token']))).json['error']).toBe('invalid_grant')
  })

  test('a forged token with the right ids does not revoke the family', async () => {
    const { refreshToken, accessToken } = await login()
    const forged = `${refreshToken.slice(0, -43)}${'A'.repeat(43)}`
    expect((await refresh(forged)).json['error']).toBe('invalid_grant')
    expect(await lives(accessToken)).toBe(true)
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  test('of another client it is refused and stays usable', async () => {
    const { refreshToken } = await login()
    expect((await refresh(refreshToken, {}, other)).json['error']).toBe('invalid_grant')
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  test('narrows the scope and never widens it', async () => {
    const { refreshToken } = await login()
    expect((await refresh(refreshToken, { scope: 'openid email' })).json['error']).toBe('invalid_scope')
    const narrow = await refresh(refreshToken, { scope: 'openid' })
    expect(narrow.json['scope']).toBe('openid')
    const { json } = await introspect(String(narrow.json['access_token']))
    expect([json['scope'], json['given_name']]).toEqual(['openid', undefined])
    const wide = await refresh(String(narrow.json['refresh_token']))
    expect((await introspect(String(wide.json['access_token']))).json['scope']).toBe(
      'openid profile offline_access',
    )
  })

  test('idle tokens expire, and the whole grant at its end', async () => {
    const lifetimes = {
      accessTokenLifetime: 60,
      idTokenLifetime: 60,
      refreshTokenIdleExpiration: 100,
      refreshTokenExpiration: 150,
    }
    const idle = await login({ lifetimes })
    clock.advance(99)
    expect(await lives(idle.accessToken)).toBe(false)
    const renewed = await refresh(idle.refreshToken)
    expect(renewed.status).toBe(200)
    clock.advance(51)
    expect((await refresh(String(renewed.json['refresh_token']))).json['error']).toBe('invalid_grant')
    const other = await login({ lifetimes })
    clock.advance(100)
    expect((await refresh(other.refreshToken)).json['error']).toBe('invalid_grant')
  })

  test('a client without the grant is refused', async () => {
    const plain = await addOidcProject(server, { config: { grantTypes: ['authorization_code'] } })
    const { refreshToken } = await login({}, plain)
    expect((await refresh(refreshToken, {}, plain)).json['error']).toBe('unauthorized_client')
  })

  test('a client whose tokens must be bound by now gets none for an unbound grant', async () => {
    const bound = await addOidcProject(server, { config: { metadata: { dpop_bound_access_tokens: true } } })
    const { refreshToken } = await login({}, bound)
    expect((await refresh(refreshToken, {}, bound)).json['error']).toBe('invalid_grant')
  })

  test('JWT access tokens are verified by the keys, and die with the grant', async () => {
    const jwtApp = await addOidcProject(server, { config: { accessTokenType: 'jwt' } })
    const { refreshToken } = await login({ accessToken: 'jwt' }, jwtApp)
    const { json } = await refresh(refreshToken, {}, jwtApp)
    const jwt = String(json['access_token'])
    const { payload } = await jwtVerify(jwt, await keys(), { issuer: server.url, currentDate: clock.now() })
    expect(payload).toMatchObject({ sub: person.userId, client_id: jwtApp.app[0] })
    expect((await introspect(jwt, jwtApp)).json['active']).toBe(true)
    const tampered = `${jwt.slice(0, -4)}AAAA`
    expect((await introspect(tampered, jwtApp)).json).toEqual({ active: false })
    const idToken = String(json['id_token'])
    expect((await introspect(idToken, jwtApp)).json).toEqual({ active: false })
    await refresh(String(json['refresh_token']), {}, jwtApp)
    expect((await introspect(jwt, jwtApp)).json).toEqual({ active: false })
  })

  test('changes its row without touching an index, as its end is listed by the day', async () => {
    const { refreshToken } = await login()
    let token = refreshToken
    for (let round = 0; round < 8; round++) {
      clock.advance(2)
      token = String((await refresh(token)).json['refresh_token'])
    }
    const hot = async () => {
      const [row] = await server.testDatabase.database.query<{ hot: number }>(
        `select n_tup_hot_upd::int as hot from pg_stat_user_tables where relname = 'oidc_sessions'`,
      )
      return row?.hot
    }
    await expect.poll(hot).toBeGreaterThan(0)
  })
})

describe('revocation', () => {
  test('of an access token leaves the refresh token; of a refresh token takes both', async () => {
    const { accessToken, refreshToken } = await login()
    expect((await revoke(accessToken)).status).toBe(200)
    expect(await lives(accessToken)).toBe(false)
    const renewed = await refresh(refreshToken)
    expect(renewed.status).toBe(200)
    expect((await revoke(String(renewed.json['refresh_token']))).status).toBe(200)
    expect(await lives(String(renewed.json['access_token']))).toBe(false)
    expect((await refresh(String(renewed.json['refresh_token']))).json['error']).toBe('invalid_grant')
    expect((await revoke(accessToken)).status).toBe(200)
  })

  test('by another client is refused and changes nothing; unknown tokens need nothing', async () => {
    const { accessToken } = await login()
    const foreign = await revoke(accessToken, other)
    expect([foreign.status, foreign.json['error']]).toEqual([401, 'invalid_client'])
    expect(await lives(accessToken)).toBe(true)
    expect((await revoke('unknown')).status).toBe(200)
    expect((await postForm(server, '/oauth/v2/revoke', { token: accessToken })).status).toBe(401)
    const wrong = await postForm(server, '/oauth/v2/revoke', { token: accessToken }, { basic: nobody })
    expect(wrong.status).toBe(401)
  })

  test('a machine revokes its own tokens', async () => {
    const { basic } = await addClientMachine(server)
    const scope = `urn:zitadel:iam:org:project:id:${fixture.projectId}:aud`
    const { json } = await requestToken(server, { grant_type: 'client_credentials', scope }, { basic })
    const token = String(json['access_token'])
    expect(await lives(token)).toBe(true)
    const stranger = await addClientMachine(server)
    expect((await postForm(server, '/oauth/v2/revoke', { token }, stranger)).status).toBe(401)
    expect(await lives(token)).toBe(true)
    expect((await postForm(server, '/oauth/v2/revoke', { token }, { basic })).status).toBe(200)
    expect(await lives(token)).toBe(false)
  })
})

describe("Sallyport's own APIs", () => {
  const me = async (token: string, headers: Record<string, string> = {}) =>
    (await server.client(AuthService, { token, headers }).getMyUser({})).user?.id

  test('take tokens for their project only, and none that acts for another user', async () => {
    const audience = [fixture.projectId, await iamProject()]
    const { accessToken } = await login({ audience })
    expect(await me(accessToken)).toBe(person.userId)
    const foreign = await login()
    expect(await refusalOf(me(foreign.accessToken))).toEqual({
      code: 'Unauthenticated',
      id: 'auth.token_audience',
    })
    await server.client(SettingsService).setSecuritySettings({ enableImpersonation: true })
    const actor = await addMachine(server, { roles: ['ORG_END_USER_IMPERSONATOR'] })
    const acting = await login({ audience, actor: { sub: actor.userId } })
    expect(await refusalOf(me(acting.accessToken))).toEqual({
      code: 'PermissionDenied',
      id: 'auth.token_delegated',
    })
    const bound = await login({ audience, confirmation: { jkt: 'x'.repeat(43) } })
    expect((await refusalOf(me(bound.accessToken))).id).toBe('auth.token_not_possessed')
    const page = me(accessToken, { origin: 'https://evil.example' })
    expect((await refusalOf(page)).id).toBe('auth.origin_not_allowed')
    expect(await me(accessToken, { origin: 'https://app.example' })).toBe(person.userId)
    await revoke(accessToken)
    expect((await refusalOf(me(accessToken))).id).toBe('auth.token_invalid')
  })

  test('demand the factors that the person has', async () => {
    const { userId } = await addPerson(server)
    const { sessionId } = await passwordSession(server, userId)
    const audience = [await iamProject()]
    const { accessToken } = await loginTokens(server, fixture, sessionId, { audience })
    expect(await me(accessToken)).toBe(userId)
    await addApp(server, userId)
    const refused = await refusalOf(me(accessToken))
    expect(refused).toEqual({ code: 'PermissionDenied', id: 'assurance.second_factor_required' })
  })

  test('take the tokens of machines', async () => {
    const { basic, userId } = await addClientMachine(server)
    const scope = 'urn:zitadel:iam:org:project:id:zitadel:aud'
    const { json } = await requestToken(server, { grant_type: 'client_credentials', scope }, { basic })
    expect(await me(String(json['access_token']))).toBe(userId)
    expect((await refusalOf(me(`${String(json['access_token']).slice(0, -43)}${'A'.repeat(43)}`))).id).toBe(
      'auth.token_invalid',
    )
  })
})

test('ending a session kills its tokens at once and revokes them for good; its expiry does not', async () => {
  const ended = await login()
  const living = await login()
  await server.client(SessionService).deleteSession({ sessionId: ended.sessionId })
  expect([await lives(ended.accessToken), await lives(living.accessToken)]).toEqual([false, true])
  expect((await refresh(ended.refreshToken)).json['error']).toBe('invalid_grant')
  await server.runJobs()
  const [row] = await server.testDatabase.database.query<{ revoked: boolean }>(
    'select revoked_at is not null as revoked from oidc_sessions where oidc_session_id = $1',
    [ended.oidcSessionId],
  )
  expect(row?.revoked).toBe(true)
})
