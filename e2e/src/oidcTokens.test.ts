import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addClientMachine, addOidcProject, loginTokens, type OidcFixture } from './oidcFixtures.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { addPerson, passwordSession } from './people.ts'

const clock = testClock()
const server = await testServer({ clock })
const fixture = await addOidcProject(server)
const other = await addOidcProject(server)
const person = await addPerson(server)

const introspect = (token: string, { api }: OidcFixture = fixture) =>
  postForm(server, '/oauth/v2/introspect', { token }, { basic: api })
const userinfo = async (token: string, init: RequestInit = {}) => {
  const response = await fetch(`${server.url}/oidc/v1/userinfo`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...init.headers },
  })
  const text = await response.text()
  return {
    status: response.status,
    json: text.startsWith('{') ? JSON.parse(text) : text,
    headers: response.headers,
  }
}
const refresh = (refresh_token: string, form: Record<string, string> = {}, { app }: OidcFixture = fixture) =>
  requestToken(server, { grant_type: 'refresh_token', refresh_token, ...form }, { basic: app })
const revoke = (token: string, { app }: OidcFixture = fixture) =>
  postForm(server, '/oauth/v2/revoke', { token }, { basic: app })
const login = async (grant: Parameters<typeof loginTokens>[3] = {}, of = fixture) => {
  const { sessionId } = await passwordSession(server, person.userId)
  return { sessionId, ...(await loginTokens(server, of, sessionId, grant)) }
}
const lives = async (token: string) => (await introspect(token)).json['active']

describe('introspection', () => {
  test('says what the token is for', async () => {
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
})
test('userinfo', async () => {
  const { accessToken } = await login()
  const { status, json } = await userinfo(accessToken)
  expect([status, json]).toMatchObject([200, { sub: person.userId, given_name: 'Pat' }])
})
test('refresh', async () => {
  const { accessToken, refreshToken } = await login()
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
})
test('revoke', async () => {
  const { accessToken, refreshToken } = await login()
  expect((await revoke(accessToken)).status).toBe(200)
  expect(await lives(accessToken)).toBe(false)
  expect((await refresh(refreshToken)).status).toBe(200)
})
void [SessionService, addClientMachine, other]
