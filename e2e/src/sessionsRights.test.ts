import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addPerson, password } from './people.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addOrg } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const sessions = (options: ClientOptions = {}) => server.client(SessionService, options)
const checksOf = (id: string) => ({
  user: { search: { case: 'userId' as const, value: id } },
  password: { password },
})
const agent = { fingerprintId: 'shared-agent' }
const start = (options: { id?: string; fingerprintId?: string } = {}) =>
  sessions().createSession({
    checks: checksOf(options.id ?? userId),
    ...(options.fingerprintId && { userAgent: { fingerprintId: options.fingerprintId } }),
  })

const server = await systemServer()

const outcomes = async (act: (options: ClientOptions) => Promise<unknown>) => {
  const found: Record<string, string> = {}
  for (const [caller, options] of Object.entries(callers)) found[caller] = await statusOf(act(options))
  return found
}
const refused = {
  'ORG_OWNER elsewhere': 'NotFound',
  'no membership': 'NotFound',
  'no token': 'Unauthenticated',
  'another instance': 'Unauthenticated',
}
const strangers = { 'the user': 'NotFound', 'same agent': 'NotFound' }
const nobody = { ...refused, ...strangers }

const org = await addOrg(server)
const other = await addInstance(server)
const { orgId } = org
const { userId } = await addPerson(server, { headers: org.headers })
const neighbour = await addPerson(server, { headers: org.headers })
const callers: Readonly<Record<string, ClientOptions>> = {
  IAM_OWNER: {},
  ...(await addCallers(
    server,
    orgId,
    'IAM_LOGIN_CLIENT',
    'IAM_ORG_MANAGER',
    'IAM_OWNER_VIEWER',
    'ORG_OWNER',
    'ORG_SETTINGS_MANAGER',
  )),
  'the user': { token: (await start()).sessionToken },
  'same agent': { token: (await start({ id: neighbour.userId, ...agent })).sessionToken },
}

describe('who may', () => {
  test('create a session: instance-wide writers only', async () => {
    expect(await outcomes((options) => sessions(options).createSession({}))).toEqual({
      ...nobody,
      IAM_OWNER: 'ok',
      IAM_LOGIN_CLIENT: 'ok',
      IAM_ORG_MANAGER: 'PermissionDenied',
      IAM_OWNER_VIEWER: 'PermissionDenied',
      ORG_OWNER: 'NotFound',
      ORG_SETTINGS_MANAGER: 'NotFound',
    })
  })

  test('change a session: writers in the organization of its user, not the user', async () => {
    const { sessionId } = await start()
    let count = 0
    const change = (options: ClientOptions) =>
      sessions(options).setSession({ sessionId, metadata: { count: new Uint8Array([++count]) } })
    expect(await outcomes(change)).toEqual({
      ...nobody,
      IAM_OWNER: 'ok',
      IAM_LOGIN_CLIENT: 'ok',
      IAM_ORG_MANAGER: 'PermissionDenied',
      IAM_OWNER_VIEWER: 'PermissionDenied',
      ORG_OWNER: 'PermissionDenied',
      ORG_SETTINGS_MANAGER: 'PermissionDenied',
    })
  })

  test('read a session: its creator, its user, the same user agent, readers in the organization', async () => {
    const { sessionId } = await start(agent)
    expect(await outcomes((options) => sessions(options).getSession({ sessionId }))).toEqual({
      ...refused,
      'the user': 'ok',
      'same agent': 'ok',
      IAM_OWNER: 'ok',
      IAM_LOGIN_CLIENT: 'ok',
      IAM_ORG_MANAGER: 'ok',
      IAM_OWNER_VIEWER: 'ok',
      ORG_OWNER: 'ok',
      ORG_SETTINGS_MANAGER: 'PermissionDenied',
    })
    const client = sessions(callers['IAM_LOGIN_CLIENT'])
    const made = await client.createSession({})
    expect((await client.getSession({ sessionId: made.sessionId })).session?.id).toBe(made.sessionId)
  })

  test('end a session without its token: its user, and who may delete in the organization', async () => {
    const end = async (options: ClientOptions) => {
      const { sessionId } = await start(agent)
      await sessions(options).deleteSession({ sessionId })
      return sessions().getSession({ sessionId })
    }
    // The reader at the end finds nothing exactly when the session was ended.
    const ended = { code: 'NotFound', id: 'session.unknown' }
    for (const caller of ['IAM_OWNER', 'IAM_LOGIN_CLIENT', 'IAM_ORG_MANAGER', 'ORG_OWNER', 'the user']) {
      expect([caller, await refusalOf(end(callers[caller] ?? {}))]).toEqual([caller, ended])
    }
    for (const caller of ['IAM_OWNER_VIEWER', 'ORG_SETTINGS_MANAGER']) {
      expect([caller, await statusOf(end(callers[caller] ?? {}))]).toEqual([caller, 'PermissionDenied'])
    }
    for (const caller of ['ORG_OWNER elsewhere', 'no membership', 'same agent']) {
      const { sessionId } = await start(agent)
      const refusal = await refusalOf(sessions(callers[caller]).deleteSession({ sessionId }))
      expect([caller, refusal.code]).toEqual([caller, 'NotFound'])
      expect((await sessions().getSession({ sessionId })).session?.id).toBe(sessionId)
    }
  })
})

test('a broken link template is refused before the right is checked', async () => {
  const deliveryType = { case: 'sendCode' as const, value: { urlTemplate: '{{.Secret}}' } }
  const challenges = { otpEmail: { deliveryType } }
  expect(await refusalOf(sessions(callers['no membership']).createSession({ challenges }))).toEqual({
    code: 'InvalidArgument',
    id: 'link_template.invalid',
  })
})

describe('with the token of the session', () => {
  test('only the token counts: strangers with it pass, administrators with a wrong one do not', async () => {
    const { sessionId, sessionToken } = await start()
    const stranger = sessions(callers['no membership'])
    expect((await stranger.getSession({ sessionId, sessionToken })).session?.id).toBe(sessionId)
    const { sessionToken: foreign } = await start()
    const wrong = { code: 'PermissionDenied', id: 'session.token_wrong' }
    for (const token of [foreign, 'garbage', server.adminToken]) {
      expect(await refusalOf(sessions().getSession({ sessionId, sessionToken: token }))).toEqual(wrong)
      expect(await refusalOf(sessions().deleteSession({ sessionId, sessionToken: token }))).toEqual(wrong)
    }
    await stranger.deleteSession({ sessionId, sessionToken })
    expect((await refusalOf(sessions().getSession({ sessionId }))).code).toBe('NotFound')
  })
})

describe('another instance', () => {
  test('reads, changes, ends and lists nothing here, and cannot check our users', async () => {
    const { sessionId, sessionToken } = await start()
    const there = sessions({ token: other.token, headers: other.headers })
    expect((await refusalOf(there.getSession({ sessionId }))).code).toBe('NotFound')
    expect((await refusalOf(there.getSession({ sessionId, sessionToken }))).code).toBe('NotFound')
    const metadata = { key: new Uint8Array([1]) }
    expect((await refusalOf(there.setSession({ sessionId, metadata }))).code).toBe('NotFound')
    await there.deleteSession({ sessionId })
    await there.deleteSession({ sessionId, sessionToken })
    expect((await sessions().getSession({ sessionId, sessionToken })).session?.metadata).toEqual({})
    expect((await there.listSessions({})).sessions).toEqual([])
    expect((await refusalOf(there.createSession({ checks: checksOf(userId) }))).code).toBe('NotFound')
  })

  test("refuses our sessions' tokens", async () => {
    const { sessionToken: token } = await start()
    const there = server.client(AuthService, { token, headers: other.headers })
    expect(['Unauthenticated', 'NotFound']).toContain((await refusalOf(there.getMyUser({}))).code)
    const users = server.client(UserService, { token: other.token })
    expect((await refusalOf(users.addOTPEmail({ userId }))).code).toBe('Unauthenticated')
  })
})
