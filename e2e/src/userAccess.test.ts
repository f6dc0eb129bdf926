import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import type { ClientOptions, RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { postForm } from './oidcForms.ts'
import { addPerson, byId, password, passwordSession } from './people.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const org = await addOrg(server)
const strangers = {
  'ORG_OWNER elsewhere': 'NotFound',
  'no membership': 'NotFound',
  'no token': 'Unauthenticated',
  'another instance': 'Unauthenticated',
}
const callers: Readonly<Record<string, ClientOptions>> = {
  IAM_OWNER: {},
  ...(await addCallers(
    server,
    org.orgId,
    'IAM_OWNER_VIEWER',
    'ORG_OWNER',
    'ORG_USER_MANAGER',
    'ORG_OWNER_VIEWER',
  )),
}

interface Access {
  readonly sessions: readonly Record<string, unknown>[]
  readonly grants: readonly Record<string, unknown>[]
}

const list = async (userId: string, options?: RestOptions) =>
  (await operate(server, 'GET', `users/${userId}/access`, options)) as unknown as Access
const end = (userId: string, what = '', options?: RestOptions) =>
  operate(server, 'DELETE', `users/${userId}/access${what}`, options)
const addMember = () => addPerson(server, { headers: org.headers })

async function outcomes(act: (options: ClientOptions) => Promise<unknown>) {
  const statuses: Record<string, string> = {}
  for (const [caller, options] of Object.entries(callers)) statuses[caller] = await statusOf(act(options))
  return statuses
}

test('only those who may read the sessions of the organization list the access of a person', async () => {
  const { userId } = await addMember()
  await passwordSession(server, userId)
  expect(await outcomes((options) => list(userId, options))).toEqual({
    IAM_OWNER: 'ok',
    IAM_OWNER_VIEWER: 'ok',
    ORG_OWNER: 'ok',
    ORG_USER_MANAGER: 'ok',
    ORG_OWNER_VIEWER: 'PermissionDenied',
    ...strangers,
  })
})

test('only those who may end sessions end them', async () => {
  const { userId } = await addMember()
  const allowed = {
    IAM_OWNER: 'ok',
    IAM_OWNER_VIEWER: 'PermissionDenied',
    ORG_OWNER: 'ok',
    ORG_USER_MANAGER: 'ok',
    ORG_OWNER_VIEWER: 'PermissionDenied',
    ...strangers,
  }
  expect(await outcomes((options) => end(userId, '', options))).toEqual(allowed)
  expect(
    await outcomes(async (options) => {
      const { sessionId } = await passwordSession(server, userId)
      return end(userId, `/sessions/${sessionId}`, options)
    }),
  ).toEqual(allowed)
})

test("strangers do not learn whether a user exists, and nobody ends another user's session", async () => {
  const [{ userId }, other] = [await addMember(), await addMember()]
  const { sessionId } = await passwordSession(server, other.userId)
  const stranger = callers['ORG_OWNER elsewhere'] ?? {}
  expect(await refusalOf(list('unknown', stranger))).toEqual(await refusalOf(list(userId, stranger)))
  expect((await refusalOf(list('unknown'))).id).toBe('user.not_found')
  expect((await refusalOf(end(userId, `/sessions/${sessionId}`))).id).toBe('access.session_not_found')
  expect((await refusalOf(end(userId, '/grants/unknown'))).id).toBe('access.grant_not_found')
  expect((await list(other.userId)).sessions).toMatchObject([{ sessionId, live: true }])
})

test('a session shows its device, proofs and assurance, and whether it is live', async () => {
  const { userId } = await addMember()
  const sessions = server.client(SessionService)
  const { sessionId, sessionToken: token } = await sessions.createSession({
    checks: { ...byId(userId), password: { password } },
    userAgent: { fingerprintId: 'f1', ip: '203.0.113.9', description: 'Firefox', header: {} },
  })
  const named = await sessions.createSession({ checks: byId(userId) })
  const { sessions: shown } = await list('me', { token })
  expect(shown).toHaveLength(2)
  expect(shown).toContainEqual({
    sessionId,
    userAgent: { description: 'Firefox', ip: '203.0.113.9', fingerprintId: 'f1' },
    createdAt: expect.any(String),
    lastProvedAt: expect.any(String),
    expiresAt: null,
    live: true,
    current: true,
    proofs: [{ kind: 'password', at: expect.any(String) }],
    assurance: { acr: 'urn:sallyport:aal:1', amr: ['pwd'], allowed: true },
  })
  expect(shown).toContainEqual(
    expect.objectContaining({
      sessionId: named.sessionId,
      userAgent: null,
      lastProvedAt: null,
      proofs: [],
      assurance: { acr: 'urn:sallyport:aal:0', amr: expect.anything(), allowed: false },
    }),
  )
  await server.client(UserService).deactivateUser({ userId })
  expect((await list(userId)).sessions).toEqual([])
})

test('grants show their application and die with the session, by themselves, and all together', async () => {
  const { userId } = await addMember()
  const fixture = await addOidcProject(server)
  const login = async () => {
    const { sessionId } = await passwordSession(server, userId)
    return { sessionId, ...(await loginTokens(server, fixture, sessionId, {})) }
  }
  const active = async (token: string) =>
    (await postForm(server, '/oauth/v2/introspect', { token }, { basic: fixture.api })).json['active']
  const grantOf = async (session: string) =>
    (await list(userId)).grants.find(({ sessionId }) => sessionId === session) ?? {}

  const [one, two, three] = [await login(), await login(), await login()]
  const grant = await grantOf(one.sessionId)
  expect(grant).toMatchObject({ live: true, deadBecause: null, scopes: expect.arrayContaining(['openid']) })
  expect(await active(one.accessToken)).toBe(true)
  expect(await end(userId, `/grants/${grant['grantId']}`)).toEqual({ sessions: 0, grants: 1 })
  expect(await active(one.accessToken)).toBe(false)
  expect(await grantOf(one.sessionId)).toMatchObject({ live: false, deadBecause: 'revoked' })
  expect((await refusalOf(end(userId, `/grants/${grant['grantId']}`))).id).toBe('access.grant_not_found')

  expect(await end(userId, `/sessions/${two.sessionId}`)).toEqual({ sessions: 1, grants: 0 })
  expect(await active(two.accessToken)).toBe(false)
  expect(await active(three.accessToken)).toBe(true)

  const all = await end(userId)
  expect(all).toMatchObject({ sessions: 2 })
  expect(await active(three.accessToken)).toBe(false)
  expect((await list(userId)).sessions).toEqual([])
  expect((await list(userId)).grants.every(({ live }) => live === false)).toBe(true)
})

test('two who end everything at the same time both succeed, and each session ends once', async () => {
  const { userId } = await addMember()
  for (let n = 0; n < 5; n++) await passwordSession(server, userId)
  await Promise.all([end(userId), end(userId)])
  expect((await list(userId)).sessions).toEqual([])
  const [row] = await server.testDatabase.database.query<{ n: number }>(
    `select count(*)::int as n from events where type = 'session.terminated' and stream_id in
      (select stream_id from events where type = 'session.user.checked' and payload->>'userId' = $1)`,
    [userId],
  )
  expect(row?.n).toBe(5)
})
