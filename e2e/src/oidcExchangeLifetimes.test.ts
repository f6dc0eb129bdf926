import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AuthorizationService } from '@zitadel/proto/zitadel/authorization/v2beta/authorization_service_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import type { TokenGrant } from '../../server/src/features/oidc-sessions/index.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addClientMachine, addOidcProject, loginTokens } from './oidcFixtures.ts'
import { type FormReply, postForm, requestToken } from './oidcForms.ts'
import { signAssertion } from './oidcProofs.ts'
import { addPerson, byId, password } from './people.ts'
import { addMachine } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })
const users = server.client(UserService)
const grant_type = 'urn:ietf:params:oauth:grant-type:token-exchange'
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'
const fixture = await addOidcProject(server, {
  config: { grantTypes: ['authorization_code', 'refresh_token', grant_type] },
})
const { userId: personId } = await addPerson(server)
await server.client(SettingsService).setSecuritySettings({ enableImpersonation: true })
const actor = await addMachine(server, { roles: ['ORG_END_USER_IMPERSONATOR'] })
const hour = 3600
const day = 24 * hour
const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000)
const lifetimes = {
  accessTokenLifetime: 12 * hour,
  idTokenLifetime: 12 * hour,
  refreshTokenIdleExpiration: 30 * day,
  refreshTokenExpiration: 90 * day,
}

const text = (reply: FormReply, name: string) => String(reply.json[name])
const exchange = (subject_token: string, more: Readonly<Record<string, string>> = {}) =>
  requestToken(
    server,
    { grant_type, subject_token, subject_token_type: accessTokenType, ...more },
    { basic: fixture.app },
  )
const refresh = (refresh_token: string) =>
  requestToken(server, { grant_type: 'refresh_token', refresh_token }, { basic: fixture.app })
const isActive = async (token: string) =>
  (await postForm(server, '/oauth/v2/introspect', { token }, { basic: fixture.api })).json['active'] === true

const login = async (grant: Partial<TokenGrant> = {}, sessionSeconds?: number) => {
  const { sessionId } = await server.client(SessionService).createSession({
    checks: { ...byId(personId), password: { password } },
    ...(sessionSeconds !== undefined && { lifetime: { seconds: BigInt(sessionSeconds), nanos: 0 } }),
  })
  return loginTokens(server, fixture, sessionId, { lifetimes, ...grant })
}
const scope = `openid offline_access urn:zitadel:iam:org:project:id:${fixture.projectId}:aud`
/** Fetches a machine's access token by a key that ends after some seconds. */
const byKey = async (seconds: number) => {
  const { userId } = await addMachine(server)
  const { keyId, keyContent } = await users.addKey({
    userId,
    expirationDate: timestampFromDate(inSeconds(seconds)),
  })
  const { key } = JSON.parse(Buffer.from(keyContent).toString()) as { key: string }
  return requestToken(server, {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    scope,
    assertion: await signAssertion(server, { subject: userId, keyId, key }),
  })
}
const bySecret = async () => {
  const { basic } = await addClientMachine(server)
  return requestToken(server, { grant_type: 'client_credentials', scope }, { basic })
}
const pat = async (seconds: number) => {
  const { userId } = await addMachine(server)
  const expirationDate = timestampFromDate(inSeconds(seconds))
  return (await users.addPersonalAccessToken({ userId, expirationDate })).token
}

/** Uses tokens for as long as any of them gives others: refreshes and exchanges by turns. Returns after how many seconds none did. */
async function lastUse(first: FormReply, step: number, most: number): Promise<number> {
  let reply = first
  for (let passed = 0; passed < most; passed += step) {
    clock.advance(step)
    const refreshed = reply.json['refresh_token'] ? await refresh(text(reply, 'refresh_token')) : undefined
    const token = text(refreshed?.status === 200 ? refreshed : reply, 'access_token')
    const exchanged = await exchange(token)
    if (exchanged.status !== 200) return passed
    reply = exchanged
  }
  return most
}

test.each([
  ['that act for another user', { actor: { iss: server.url, sub: actor.userId } }],
  [
    "that lean on a machine's credential",
    {
      otherLeans: [
        { userId: personId, userSequence: 1_000, proofs: [], credential: { kind: 'key', id: '1' } },
      ],
    },
  ],
] as const)('refresh tokens of earlier versions %s are redeemed no more', async (_, grant) => {
  const { accessToken, refreshToken } = await login(grant as Partial<TokenGrant>)
  expect(await isActive(accessToken)).toBe(true)
  expect((await refresh(refreshToken)).json['error']).toBe('invalid_grant')
  expect((await refresh((await login()).refreshToken)).status).toBe(200)
})

describe('an exchange lives no longer than what was presented', () => {
  test.each([
    ['a login', async () => (await login()).accessToken, 12 * hour, true],
    ['a login of a short session', async () => (await login({}, hour)).accessToken, 12 * hour, true],
    [
      'a login without a refresh token',
      async () => (await login({ refreshToken: false })).accessToken,
      12 * hour,
      false,
    ],
    [
      'a login whose refresh token has been idle for too long',
      async () => {
        const brief = { ...lifetimes, refreshTokenIdleExpiration: 60 }
        const { accessToken } = await login({ lifetimes: brief })
        clock.advance(60)
        return accessToken
      },
      12 * hour - 60,
      false,
    ],
    ["a machine's key", async () => text(await byKey(30 * day), 'access_token'), 12 * hour, false],
    [
      "a machine's key that ends in an hour",
      async () => text(await byKey(hour), 'access_token'),
      hour,
      false,
    ],
    ["a machine's secret", async () => text(await bySecret(), 'access_token'), 12 * hour, false],
    ['a personal access token of an hour', () => pat(hour), hour, false],
    ['a personal access token', () => pat(400 * day), 12 * hour, false],
  ] as const)('%s', async (_, subject, lifetime, renews) => {
    const reply = await exchange(await subject(), { scope: '' })
    expect(reply.status).toBe(200)
    expect(reply.json['expires_in']).toBe(lifetime)
    expect('refresh_token' in reply.json).toBe(renews)
    clock.advance(lifetime - 1)
    expect(await isActive(text(reply, 'access_token'))).toBe(true)
    clock.advance(1)
    expect(await isActive(text(reply, 'access_token'))).toBe(false)
  })

  test.each([
    ['a login', async () => (await login()).accessToken, 10 * day, 80 * day],
    ["a machine's secret", async () => text(await bySecret(), 'access_token'), 6 * hour, 6 * hour],
  ] as const)('%s: however often its tokens are refreshed and exchanged', async (_, subject, step, last) => {
    expect(await lastUse(await exchange(await subject()), step, 200 * day)).toBe(last)
  })

  test('what is exchanged late in the life of a login ends with its refresh token, and so does what that is refreshed to', async () => {
    let token = (await login()).refreshToken
    let renewed: FormReply | undefined
    for (let passed = 0; passed < 87; passed += 29) {
      clock.advance(29 * day)
      renewed = await refresh(token)
      token = text(renewed, 'refresh_token')
    }
    const end = inSeconds(3 * day).getTime() / 1000
    const exchanged = await exchange(text(renewed as FormReply, 'access_token'))
    clock.advance(3 * day - 600)
    const last = await refresh(text(exchanged, 'refresh_token'))
    expect([last.status, last.json['expires_in']]).toEqual([200, 600])
    expect(decodeJwt(text(last, 'id_token')).exp).toBe(Math.floor(end))
    const again = await exchange(text(last, 'access_token'))
    clock.advance(600)
    for (const reply of [last, again]) {
      expect(await isActive(text(reply, 'access_token'))).toBe(false)
      expect((await refresh(text(reply, 'refresh_token'))).json['error']).toBe('invalid_grant')
      expect((await exchange(text(reply, 'access_token'))).json['error']).toBe('invalid_request')
    }
  })
})

test('what is exchanged ends with the authorization that admitted the login, and does not come back with another one', async () => {
  const { projectId } = fixture
  const authorizations = server.client(AuthorizationService)
  await server.client(ProjectService).addProjectRole({ projectId, roleKey: 'reader', displayName: 'Reader' })
  const organizationId = server.first.orgId
  const authorize = () =>
    authorizations.createAuthorization({ userId: personId, projectId, organizationId, roleKeys: ['reader'] })
  const { id } = await authorize()
  clock.advance(1)
  const { accessToken } = await login({ admittedBy: ['authorization'] })
  const spared = await exchange((await login()).accessToken)
  const once = await exchange(accessToken)
  const twice = await exchange(text(once, 'access_token'))
  const live = () => Promise.all([once, twice, spared].map((reply) => isActive(text(reply, 'access_token'))))
  expect(await live()).toEqual([true, true, true])
  await authorizations.deleteAuthorization({ id })
  expect(await live()).toEqual([false, false, true])
  clock.advance(1)
  await authorize()
  expect(await live(), 'given back').toEqual([false, false, true])
  const refreshed = await Promise.all(
    [once, twice, spared].map((reply) => refresh(text(reply, 'refresh_token'))),
  )
  expect(refreshed.map(({ status }) => status)).toEqual([400, 400, 200])
})
