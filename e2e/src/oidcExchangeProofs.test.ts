import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, eventTypesOf, testClock } from './factors.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { requestToken } from './oidcForms.ts'
import { codeForm } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'
import { addMachine } from './tenants.ts'

// A person who acts for another user has proved recently who they are (ADR 33).
const clock = testClock()
const server = await testServer({ clock })
const minute = 60
const grant_type = 'urn:ietf:params:oauth:grant-type:token-exchange'
const type = (name: string) => `urn:ietf:params:oauth:token-type:${name}`
const fixture = await addOidcProject(server, {
  config: { grantTypes: ['authorization_code', 'refresh_token', grant_type] },
})
const security = (minutes: number) =>
  server
    .client(SettingsService, { headers: { 'x-sallyport-fresh-proof': String(minutes) } })
    .setSecuritySettings({ enableImpersonation: true })
await server.client(SettingsService).setSecuritySettings({ enableImpersonation: true })
const subject = await addPerson(server)

const addActor = async () => {
  const { userId } = await addPerson(server)
  await server.client(AdminService).addIAMMember({ userId, roles: ['IAM_END_USER_IMPERSONATOR'] })
  return userId
}
const login = async (userId: string) =>
  loginTokens(server, fixture, (await passwordSession(server, userId)).sessionId)
const request = (form: Readonly<Record<string, string>>) =>
  requestToken(server, { grant_type, ...form }, { basic: fixture.app })
const act = (actor_token: string, of = subject.userId, actorType = 'access_token') =>
  request({
    actor_token,
    actor_token_type: type(actorType),
    subject_token: of,
    subject_token_type: 'urn:zitadel:params:oauth:token-type:user_id',
  })
const stale = {
  status: 400,
  json: {
    error: 'invalid_request',
    error_description: expect.stringMatching(/^the actor_token .*max_age=900 or prompt=login.*new token$/),
  },
}

test('a person acts with a recent login only; one that is renewed is as old as before', async () => {
  const actor = await addActor()
  const { accessToken, refreshToken } = await login(actor)
  clock.advance(15 * minute)
  expect(await act(accessToken)).toMatchObject({ status: 200 })
  clock.advance(1)
  const before = await eventTypesOf(server, subject.userId)
  expect(await act(accessToken)).toMatchObject(stale)
  expect(await eventTypesOf(server, subject.userId)).toEqual(before)
  const renewed = await requestToken(
    server,
    { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' },
    { basic: fixture.app },
  )
  expect(renewed.status).toBe(200)
  expect(await act(String(renewed.json['access_token']))).toMatchObject(stale)
  const narrower = { subject_token: String(renewed.json['access_token']), scope: 'profile' }
  const own = await request({ ...narrower, subject_token_type: type('access_token') })
  expect(own.status).toBe(200)
  expect(await act(String(own.json['access_token']))).toMatchObject(stale)
  expect(await act((await login(actor)).accessToken)).toMatchObject({ status: 200 })
})

test('an ID token as the actor obeys the same rule', async () => {
  const actor = await addActor()
  const session = await passwordSession(server, actor)
  const more = { redirect_uri: 'https://app.example/callback', scope: 'openid' }
  const form = await codeForm(server, { clientId: fixture.app[0] }, session, more)
  const { json } = await requestToken(server, form, { basic: fixture.app })
  const idToken = String(json['id_token'])
  expect(await act(idToken, subject.userId, 'id_token')).toMatchObject({ status: 200 })
  clock.advance(16 * minute)
  expect(await act(idToken, subject.userId, 'id_token')).toMatchObject(stale)
})

test('recent proofs do if they are all that the account demands now', async () => {
  const actor = await addActor()
  const { accessToken } = await login(actor)
  expect(await act(accessToken)).toMatchObject({ status: 200 })
  await addApp(server, actor)
  expect(await act(accessToken)).toMatchObject(stale)
})

test('a token in the name of another person, which proves nothing about that person, makes no actor', async () => {
  const [actor, middle] = [await addActor(), await addActor()]
  const roles = ['IAM_ADMIN_IMPERSONATOR']
  await server.client(AdminService).updateIAMMember({ userId: actor, roles })
  const inName = await act((await login(actor)).accessToken, middle)
  expect(inName.status).toBe(200)
  expect(await act(String(inName.json['access_token']))).toMatchObject(stale)
})

test('machines are not asked, nor is an exchange without an actor; who lacks the permission hears of that', async () => {
  const { token = '' } = await addMachine(server, { roles: ['ORG_END_USER_IMPERSONATOR'] })
  const nobody = await login((await addPerson(server)).userId)
  clock.advance(16 * minute)
  expect(await act(token)).toMatchObject({ status: 200 })
  expect(await act(nobody.accessToken)).toMatchObject({ status: 403, json: { error: 'access_denied' } })
  const own = { subject_token: nobody.accessToken, subject_token_type: type('access_token') }
  expect(await request(own)).toMatchObject({ status: 200 })
})

test('the limit is that of the instance, and 0 demands nothing', async () => {
  const { accessToken } = await login(await addActor())
  clock.advance(61 * minute)
  expect(await act(accessToken)).toMatchObject(stale)
  await security(0)
  expect(await act(accessToken)).toMatchObject({ status: 200 })
  await security(120)
  expect(await act(accessToken)).toMatchObject({ status: 200 })
  await security(60)
  expect(await act(accessToken)).toMatchObject({
    status: 400,
    json: { error_description: expect.stringContaining('max_age=3600') },
  })
})
