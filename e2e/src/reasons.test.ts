import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, expect, test } from 'vitest'
import { addPerson, passwordSession } from './people.ts'
import { addProject } from './projectFixtures.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf } from './refusal.ts'
import { systemToken } from './systemUsers.ts'
import { addMachine, addOrg } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const lines: string[] = []
const server = await systemServer({ onLogLine: (line) => void lines.push(line) })
const { database } = server.testDatabase
const because = (reason: string) => ({ 'x-sallyport-reason': encodeURIComponent(reason) })

afterAll(() => expect(lines.join('\n')).not.toMatch(/Kündigung|K%C3%BCndigung/))

/** The events of a stream, as `type` or `type: reason`. */
async function storyOf(streamId: string): Promise<readonly string[]> {
  const rows = await database.query<{ type: string; reason: string | null }>(
    `select type, payload->>'reason' as reason from events where stream_id = $1 order by stream_type, sequence`,
    [streamId],
  )
  return rows.map(({ type, reason }) => (type === 'reason.given' ? `${type}: ${reason}` : type))
}

const eventCount = async () =>
  (await database.query<{ n: number }>('select count(*)::int as n from events'))[0]?.n ?? 0

test('every protocol takes a reason, which is kept in the same commit as the change', async () => {
  const { userId } = await addPerson(server)
  const before = (await storyOf(userId)).length
  const reason = 'Kündigung, Ticket #4711 🚪'
  const headers = because(reason)
  await server.client(UserService, { protocol: 'grpc', headers }).lockUser({ userId })
  await server.client(UserService, { protocol: 'grpc-web', headers }).unlockUser({ userId })
  await server.client(UserService, { protocol: 'connect', headers }).deactivateUser({ userId })
  expect((await server.rest('POST', `/v2/users/${userId}/reactivate`, { headers, body: {} })).status).toBe(
    200,
  )
  const kept = `reason.given: ${reason}`
  expect((await storyOf(userId)).slice(before)).toEqual([
    kept,
    'user.locked',
    kept,
    'user.unlocked',
    kept,
    'user.deactivated',
    kept,
    'user.reactivated',
  ])
  const commits = await database.query<{ types: string[]; people: number; times: number }>(
    `select array_agg(type order by sequence) as types, count(distinct creator)::int as people,
         count(distinct created_at)::int as times
       from events where stream_id = $1 and sequence > $2 group by xact order by xact`,
    [userId, before],
  )
  expect(commits).toEqual(
    ['locked', 'unlocked', 'deactivated', 'reactivated'].map((act) => ({
      types: ['reason.given', `user.${act}`],
      people: 1,
      times: 1,
    })),
  )
})

test('replies and reads report the sequence of the act, with and without a reason', async () => {
  const { orgId, headers } = await addOrg(server)
  const given = { headers: { ...headers, ...because('audit') } }
  const set = await server
    .client(ManagementService, given)
    .addCustomLockoutPolicy({ maxPasswordAttempts: 7, maxOtpAttempts: 7 })
  const { policy } = await server.client(ManagementService, { headers }).getLockoutPolicy({})
  expect(policy?.details?.sequence).toBe(set.details?.sequence)
  expect((await storyOf(orgId)).at(-2)).toBe('reason.given: audit')
})

test('operations of our own and the trail, its filters and its files have the reason', async () => {
  const { userId } = await addPerson(server)
  await server.client(UserService).addOTPEmail({ userId })
  await passwordSession(server, userId)
  await operate(server, 'POST', `users/${userId}/recovery_codes`, { headers: because('=cmd, lost phone') })
  await operate(server, 'DELETE', `users/${userId}/access`, { headers: because('stolen laptop') })
  const { events } = await operate(server, 'GET', `events?text=lost phone&streamId=${userId}`)
  expect(events).toMatchObject([
    {
      type: 'reason.given',
      streamType: 'user',
      payload: { reason: '=cmd, lost phone' },
      verified: { hash: 'keyed' },
    },
  ])
  const reasons = await operate(server, 'GET', 'events?type=reason.given&text=stolen')
  expect(reasons['events']).toMatchObject([{ streamType: 'session', payload: { reason: 'stolen laptop' } }])
  const file = await server.rest(
    'GET',
    `/sallyport/v1/events/export?format=csv&type=reason.given&streamId=${userId}`,
  )
  expect(file.json).toContain('"{""reason"":""=cmd, lost phone""}"')
})

test('a text finds the reasons of the changes that have it, and no other ones', async () => {
  const { orgId } = await addOrg(server)
  const { projectId } = await addProject(server, { orgId })
  const apps = (reason: string) => server.client(AppService, { headers: because(reason) })
  const add = async (name: string) =>
    (
      await apps(`new ${name}`).createApplication({
        projectId,
        name,
        creationRequestType: { case: 'apiRequest', value: {} },
      })
    ).appId
  const [shop, blog] = [await add('shop'), await add('blog')]
  await apps('shop closes').deactivateApplication({ projectId, id: shop })
  const reasonsOf = async (text: string) => {
    const { events } = await operate(
      server,
      'GET',
      `events?streamType=project&streamId=${projectId}&text=${text}&type=reason.given`,
    )
    return (events as { payload: { reason: string } }[]).map(({ payload }) => payload.reason)
  }
  expect(await reasonsOf(shop)).toEqual(['shop closes', 'new shop'])
  expect(await reasonsOf(blog)).toEqual(['new blog'])
  expect(await reasonsOf('closes')).toEqual(['shop closes'])
})

test('deleting an organization keeps the reason once, on the organization', async () => {
  const { orgId, headers } = await addOrg(server)
  const { userId } = await addPerson(server, { headers })
  await server
    .client(OrganizationService, { headers: because('contract ended') })
    .deleteOrganization({ organizationId: orgId })
  expect((await storyOf(orgId)).slice(-2)).toEqual(['reason.given: contract ended', 'org.removed'])
  expect((await storyOf(userId)).at(-1)).toBe('user.removed')
  expect(await storyOf(userId)).not.toContain('reason.given: contract ended')
  const { events } = await operate(server, 'GET', `events?orgId=${orgId}&type=reason.given`)
  expect(events).toHaveLength(1)
})

test('a removed person keeps the reason of the removal in the log, as the other facts about them', async () => {
  const { userId } = await addPerson(server)
  await server.client(UserService, { headers: because('left the company') }).deleteUser({ userId })
  expect((await storyOf(userId)).slice(-2)).toEqual(['reason.given: left the company', 'user.removed'])
  const { events } = await operate(server, 'GET', `events?streamId=${userId}&type=reason.given`)
  expect(events).toMatchObject([
    { actorName: expect.stringMatching(/./), payload: { reason: 'left the company' } },
  ])
})

test('a removed instance takes its reasons along; that of the removal stays with the system', async () => {
  const { instanceId, headers, token } = await addInstance(server)
  const there = { token, headers: { ...headers, ...because('trial') } }
  await server.client(OrganizationService, there).addOrganization({ name: 'Trial' })
  const ofInstance = () =>
    database.query(`select from events where instance_id = $1 and type = 'reason.given'`, [instanceId])
  expect(await ofInstance()).toHaveLength(1)
  const operator = { token: await systemToken(server, 'operator'), headers: because('trial is over') }
  await server.client(SystemService, operator).removeInstance({ instanceId })
  expect(await ofInstance()).toEqual([])
  const kept = await database.query(
    `select payload->>'reason' as reason from events where stream_type = 'system' and type = 'reason.given'`,
  )
  expect(kept).toEqual([{ reason: 'trial is over' }])
})

test.each([
  ['two', 'one, two'],
  ['an escape that is no UTF-8', '%C3%28'],
  ['a control character', 'a%0Ab'],
  ['too long', 'a'.repeat(501)],
  ['empty', '%20'],
])('a reason that is %s is refused on every protocol before anything is written', async (_, value) => {
  const { userId } = await addPerson(server)
  const before = await eventCount()
  const headers = { 'x-sallyport-reason': value }
  const refused = { code: 'InvalidArgument', id: 'request.header_invalid' }
  for (const protocol of ['grpc', 'grpc-web', 'connect'] as const) {
    const users = server.client(UserService, { protocol, headers })
    expect(await refusalOf(users.lockUser({ userId }))).toEqual(refused)
  }
  const rest = await server.rest('POST', `/v2/users/${userId}/lock`, { headers, body: {} })
  expect([rest.status, rest.json]).toMatchObject([
    400,
    { message: expect.stringContaining('x-sallyport-reason is invalid; send a text of 1 to 500') },
  ])
  expect(await refusalOf(operate(server, 'DELETE', `users/${userId}/access`, { headers }))).toEqual(refused)
  expect(await eventCount()).toBe(before)
})

test('nothing is kept of an act that is refused, changes nothing, only reads, or runs dry', async () => {
  const { userId } = await addPerson(server)
  const users = server.client(UserService, { headers: because('try') })
  const nobody = await addMachine(server)
  const before = await eventCount()
  const denied = server.client(UserService, { token: nobody.token ?? '', headers: because('try') })
  expect((await refusalOf(denied.lockUser({ userId }))).code).toMatch(/PermissionDenied|NotFound/)
  expect((await refusalOf(users.unlockUser({ userId }))).code).toBe('FailedPrecondition')
  expect((await refusalOf(users.lockUser({ userId: '1' }))).code).toBe('NotFound')
  await users.getUserByID({ userId })
  await operate(server, 'GET', `users/${userId}/access`, { headers: because('try') })
  await operate(server, 'DELETE', `users/${userId}/access`, { headers: because('try') })
  const dry = { ...because('try'), 'x-sallyport-dry-run': 'true' }
  const policy = '/admin/v1/policies/login/second_factors'
  const reply = await server.rest('POST', policy, {
    headers: dry,
    body: { type: 'SECOND_FACTOR_TYPE_OTP_EMAIL' },
  })
  expect(reply.json).toMatchObject({ dryRun: {} })
  expect(await eventCount()).toBe(before)
})

test('of two calls that delete the same organization one has an effect, whose reason is kept', async () => {
  const { orgId } = await addOrg(server)
  const remove = (reason: string) =>
    server
      .client(OrganizationService, { headers: because(reason) })
      .deleteOrganization({ organizationId: orgId })
  await Promise.all([remove('first'), remove('second')])
  const reasons = (await storyOf(orgId)).filter((event) => event.startsWith('reason.given'))
  expect(reasons).toEqual([expect.stringMatching(/: (first|second)$/)])
})

test('pages of other origins may send the header', async () => {
  const preflight = await fetch(`${server.url}/v2/users/1`, {
    method: 'OPTIONS',
    headers: {
      origin: 'https://app.example.test',
      'access-control-request-method': 'DELETE',
      'access-control-request-headers': 'authorization,x-sallyport-reason',
    },
  })
  expect(preflight.headers.get('access-control-allow-headers')).toContain('x-sallyport-reason')
})
