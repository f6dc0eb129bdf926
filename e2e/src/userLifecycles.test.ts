import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testClock } from '../../server/src/testing/testClock.ts'
import type { RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addPerson, passwordSession } from './people.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const clock = testClock()
const server = await systemServer({ clock, environment: { SALLYPORT_RETENTION_DAYS: '60' } })
const users = server.client(UserService)
const org = await addOrg(server, 'Lifecycles')
const callers = await addCallers(server, org.orgId, 'ORG_OWNER_VIEWER', 'ORG_SETTINGS_MANAGER')
const day = 86_400

async function list(query: Readonly<Record<string, string>>, options?: RestOptions) {
  const path = `users?${new URLSearchParams({ sort: 'created', ...query })}`
  return (await operate(server, 'GET', path, options)) as unknown as {
    total: number
    more: boolean
    mostDormantDays: number
    users: { userId: string; invitedAt: string | null }[]
  }
}
const idsOf = async (query: Readonly<Record<string, string>>, options?: RestOptions) =>
  (await list({ orgId: org.orgId, ...query }, options)).users.map(({ userId }) => userId)

async function addUnverified(name: string) {
  const { userId } = await users.addHumanUser({
    organization: { org: { case: 'orgId', value: org.orgId } },
    username: name,
    profile: { givenName: name, familyName: 'Lifecycle' },
    email: { email: `${name}@lifecycle.test`, verification: { case: 'isVerified', value: false } },
  })
  return userId
}
async function invite(userId: string) {
  const { inviteCode = '' } = await users.createInviteCode({
    userId,
    verification: { case: 'returnCode', value: {} },
  })
  return inviteCode
}

test('an invitation waits until it is accepted, or the person can log in another way', async () => {
  const [accepts, waits, gets] = [
    await addUnverified('ann'),
    await addUnverified('wim'),
    await addUnverified('pam'),
  ]
  await addUnverified('uma')
  const code = await invite(accepts)
  await invite(waits)
  await invite(gets)
  expect(await idsOf({ show: 'invited' })).toEqual([accepts, waits, gets])
  const [first] = (await list({ q: accepts })).users
  expect(first?.invitedAt).toBe(clock.now().toISOString())
  for (const attempt of ['WRONG1', 'WRONG2', 'WRONG3'])
    await users.verifyInviteCode({ userId: waits, verificationCode: attempt }).catch(() => undefined)
  await users.verifyInviteCode({ userId: accepts, verificationCode: code })
  await users.setPassword({
    userId: gets,
    newPassword: { password: 'Correct-Horse-7', changeRequired: false },
  })
  expect(await idsOf({ show: 'invited' }), 'a void code is still an invitation').toEqual([waits])
  expect((await list({ q: gets })).users[0]?.invitedAt).toBeNull()
  await users.deleteUser({ userId: waits })
  expect(await idsOf({ show: 'invited' })).toEqual([])
})

test('people are unverified until they or an administrator prove their address', async () => {
  const unverified = await addUnverified('vera')
  await addMachine(server, { orgId: org.orgId })
  expect(await idsOf({ show: 'unverified', q: 'vera' })).toEqual([unverified])
  expect(await idsOf({ show: 'unverified', kind: 'machine' })).toEqual([])
  await users.setEmail({
    userId: unverified,
    email: 'vera2@lifecycle.test',
    verification: { case: 'isVerified', value: true },
  })
  expect(await idsOf({ show: 'unverified', q: 'vera' })).toEqual([])
})

test('people are dormant who proved nothing for so many days; new people and machines are not', async () => {
  const { orgId, headers } = await addOrg(server, 'Sleepers')
  const never = (await addPerson(server, { headers })).userId
  const once = (await addPerson(server, { headers })).userId
  const named = (await addPerson(server, { headers })).userId
  await addMachine(server, { orgId })
  await passwordSession(server, once)
  clock.advance(20 * day)
  await passwordSession(server, once)
  await passwordSession(server, named, 'wrong').catch(() => undefined)
  clock.advance(20 * day)
  const fresh = (await addPerson(server, { headers })).userId
  const dormant = async (dormantDays?: string) =>
    idsOf({ orgId, show: 'dormant', ...(dormantDays && { dormantDays }) })
  expect(await dormant('19')).toEqual([never, once, named])
  expect(await dormant('21')).toEqual([never, named])
  expect(await dormant(), '30 days unless told otherwise').toEqual([never, named])
  expect(await dormant('41')).toEqual([])
  clock.advance(2 * day)
  expect(await dormant('1')).toEqual([never, once, named, fresh])
})

test('nobody knows who was there before ended sessions were forgotten', async () => {
  const { json, status } = await server.rest('GET', '/sallyport/v1/users?show=dormant&dormantDays=61')
  expect(status).toBe(400)
  expect(json).toMatchObject({
    message: expect.stringMatching(/forgotten 60 days after their end; send dormantDays of at most 60/),
    details: [{ id: 'directory.dormancy_unknown' }],
  })
  expect((await list({ show: 'dormant', dormantDays: '60' })).mostDormantDays).toBe(60)
})

test.each(['show=sleeping', 'dormantDays=0', 'dormantDays=x'])(
  'the parameter %s is refused',
  async (query) => {
    const { status, json } = await server.rest('GET', `/sallyport/v1/users?${query}`)
    expect(status).toBe(400)
    expect(json).toMatchObject({ details: [{ id: 'operation.parameter_invalid' }] })
  },
)

test('callers see the lifecycles only of people whom they may read', async () => {
  const invited = await addUnverified('ivy')
  await invite(invited)
  clock.advance(2 * day)
  for (const query of [{ show: 'invited' }, { show: 'unverified' }, { show: 'dormant', dormantDays: '1' }]) {
    const seen: Record<string, boolean> = {}
    for (const [caller, options] of Object.entries(callers)) {
      if (caller === 'no token' || caller === 'another instance') {
        expect((await refusalOf(list(query, options))).code).toBe('Unauthenticated')
        continue
      }
      const { total, users: rows } = await list({ q: invited, ...query }, options)
      expect(rows.length).toBe(total)
      seen[caller] = rows.some(({ userId }) => userId === invited)
    }
    expect(seen, query.show).toEqual({
      ORG_OWNER_VIEWER: true,
      ORG_SETTINGS_MANAGER: false,
      'ORG_OWNER elsewhere': false,
      'no membership': false,
    })
  }
})
