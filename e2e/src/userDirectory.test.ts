import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import type { RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addApp } from './factors.ts'
import { addPerson, passwordSession } from './people.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const org = await addOrg(server, 'Directory')
const callers = await addCallers(
  server,
  org.orgId,
  'IAM_OWNER_VIEWER',
  'ORG_OWNER_VIEWER',
  'ORG_SETTINGS_MANAGER',
)

interface Listed {
  readonly userId: string
  readonly kind: string
  readonly state: string
  readonly factors: string | null
}

async function list(query: Readonly<Record<string, string>>, options?: RestOptions) {
  const path = `users?${new URLSearchParams(query)}`
  return (await operate(server, 'GET', path, options)) as unknown as { total: number; users: Listed[] }
}
const idsOf = async (query: Readonly<Record<string, string>>, options?: RestOptions) =>
  (await list(query, options)).users.map(({ userId }) => userId)

test('the directory is refused without a token of this instance', async () => {
  expect((await refusalOf(list({}, callers['no token']))).code).toBe('Unauthenticated')
  expect((await refusalOf(list({}, callers['another instance']))).code).toBe('Unauthenticated')
})

test.each([
  'kind=people',
  'state=deleted',
  'factors=totp',
  'sort=phone',
  'order=up',
  'limit=1001',
  'orgID=1',
])('the parameter %s is refused', async (query) => {
  const { status, json } = await server.rest('GET', `/sallyport/v1/users?${query}`)
  expect(status).toBe(400)
  expect(json).toMatchObject({ details: [{ id: 'operation.parameter_invalid' }] })
})

test('callers see only people whom the lists of the contract would show them, in rows and total', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  const seen: Record<string, string> = {}
  for (const [caller, options] of Object.entries({ IAM_OWNER: {}, ...callers })) {
    if (caller === 'no token' || caller === 'another instance') continue
    const { total, users } = await list({ q: userId }, options)
    seen[caller] = `${total} ${users.length}`
  }
  expect(seen).toEqual({
    IAM_OWNER: '1 1',
    IAM_OWNER_VIEWER: '1 1',
    ORG_OWNER_VIEWER: '1 1',
    ORG_SETTINGS_MANAGER: '0 0',
    'ORG_OWNER elsewhere': '0 0',
    'no membership': '0 0',
  })
  const { sessionToken } = await passwordSession(server, userId)
  expect(await idsOf({}, { token: sessionToken })).toEqual([userId])
})

test('a person is found by every identifier, and shown with organization and login name', async () => {
  const { userId } = await server.client(UserService).addHumanUser({
    organization: { org: { case: 'orgId', value: org.orgId } },
    username: 'qxz-user',
    profile: { givenName: 'Quentin', familyName: 'Xzander' },
    email: { email: 'mail@qxz.example', verification: { case: 'isVerified', value: false } },
    phone: { phone: '+41791112233', verification: { case: 'isVerified', value: true } },
  })
  for (const q of [userId, 'QXZ-user', 'entin xz', 'xzand', 'il@qxz', 'mail@qxz.example', '+4179111'])
    expect(await idsOf({ q }), q).toEqual([userId])
  expect(await idsOf({ q: 'qx' })).toContain(userId)
  expect(await idsOf({ q: 'xz' }), 'short texts find beginnings').toEqual([userId])
  expect(await idsOf({ q: 'zander' })).toEqual([userId])
  expect(await idsOf({ q: 'za' })).not.toContain(userId)
  expect(await idsOf({ q: 'z\u200ba' }), 'invisible characters do not count').not.toContain(userId)
  expect((await list({ q: userId })).users).toEqual([
    {
      userId,
      orgId: org.orgId,
      orgName: org.name,
      kind: 'person',
      state: 'active',
      lockedUntil: null,
      displayName: 'Quentin Xzander',
      givenName: 'Quentin',
      familyName: 'Xzander',
      username: 'qxz-user',
      loginName: 'qxz-user',
      email: 'mail@qxz.example',
      emailVerified: false,
      phone: '+41791112233',
      factors: 'none',
      invitedAt: null,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      changedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ])
})

test('filters by kind, state and factors are joined, and the total follows them', async () => {
  const { orgId, headers } = await addOrg(server, 'Filtered')
  const [bare, app, mail, locked] = [
    await addPerson(server, { headers }),
    await addPerson(server, { headers }),
    await addPerson(server, { headers }),
    await addPerson(server, { headers }),
  ]
  const users = server.client(UserService)
  await addApp(server, app.userId)
  await users.addOTPEmail({ userId: mail.userId })
  await users.registerTOTP({ userId: bare.userId })
  await users.lockUser({ userId: locked.userId })
  const machine = await addMachine(server, { orgId })
  const found = async (query: Readonly<Record<string, string>>) => {
    const { total, users: rows } = await list({ orgId, sort: 'created', ...query })
    expect(rows.length).toBe(total)
    return rows.map(({ userId }) => userId)
  }
  expect(await found({})).toEqual([bare.userId, app.userId, mail.userId, locked.userId, machine.userId])
  expect(await found({ kind: 'machine' })).toEqual([machine.userId])
  expect(await found({ state: 'locked' })).toEqual([locked.userId])
  expect(await found({ factors: 'none' }), 'an app without a proof is no factor').toEqual([
    bare.userId,
    locked.userId,
  ])
  expect(await found({ factors: 'second' })).toEqual([app.userId, mail.userId])
  expect(await found({ factors: 'phishing_resistant' })).toEqual([])
  expect(await found({ factors: 'none', state: 'active', kind: 'person' })).toEqual([bare.userId])
  expect((await list({ orgId, sort: 'created' })).users.map(({ factors }) => factors)).toEqual([
    'none',
    'second',
    'second',
    'none',
    null,
  ])
  expect(await idsOf({ orgId, sort: 'created', order: 'desc', offset: '1', limit: '2' })).toEqual([
    locked.userId,
    mail.userId,
  ])
})
