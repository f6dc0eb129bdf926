import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { addPerson, byId, password } from './people.ts'
import { refusalOf } from './refusal.ts'

const clock = testClock()
const server = await testServer({ clock, environment: { SALLYPORT_RETENTION_DAYS: '7' } })
const sessions = server.client(SessionService)
const users = server.client(UserService)
const management = server.client(ManagementService)

const bytes = (count: number) => new Uint8Array(count).fill(120)
const entries = (count: number, size = 1) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, bytes(size)]))
const headers = (count: number, value = 'x') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`h${index}`, { values: [value] }]))

async function runSchedule(name: string): Promise<void> {
  await server.product.jobs.schedules.find((schedule) => schedule.name === name)?.run()
}

describe('a session', () => {
  const tooLarge = { code: 'InvalidArgument', id: 'session.metadata_too_large' }

  test('holds 100 metadata entries; one more is refused and changes nothing, at once or bit by bit', async () => {
    expect(await refusalOf(sessions.createSession({ metadata: entries(101) }))).toEqual(tooLarge)
    const { sessionId } = await sessions.createSession({ metadata: entries(100) })
    expect(await refusalOf(sessions.setSession({ sessionId, metadata: { more: bytes(1) } }))).toEqual(
      tooLarge,
    )
    const swap = { more: bytes(1), k0: new Uint8Array() }
    await sessions.setSession({ sessionId, metadata: swap })
    const { session } = await sessions.getSession({ sessionId })
    expect(Object.keys(session?.metadata ?? {})).toHaveLength(100)
    expect(session?.metadata).toHaveProperty('more')
  })

  test('holds 64 kB of metadata, names and values together', async () => {
    const { sessionId } = await sessions.createSession({ metadata: { k: bytes(65_535) } })
    expect(await refusalOf(sessions.setSession({ sessionId, metadata: { l: bytes(1) } }))).toEqual(tooLarge)
    expect(await refusalOf(sessions.createSession({ metadata: { k: bytes(65_536) } }))).toEqual(tooLarge)
  })

  test('holds 100 header values and 64 kB of a user agent', async () => {
    const refused = { code: 'InvalidArgument', id: 'session.user_agent_too_large' }
    await sessions.createSession({ userAgent: { header: headers(100) } })
    const many = { many: { values: Array.from({ length: 101 }, () => 'x') } }
    for (const userAgent of [
      { header: headers(101) },
      { header: many },
      { header: headers(10, 'x'.repeat(6600)) },
      { description: 'x'.repeat(65_537) },
    ]) {
      expect(await refusalOf(sessions.createSession({ userAgent }))).toEqual(refused)
    }
  })
})

describe('collections that every write of their owner stores again', () => {
  test('a user holds 1,000 metadata entries and 512 kB', async () => {
    const { userId } = await addPerson(server)
    const list = (count: number, from = 0) =>
      Array.from({ length: count }, (_, index) => ({ key: `k${from + index}`, value: bytes(1) }))
    const set = (metadata: { key: string; value: Uint8Array }[]) =>
      users.setUserMetadata({ userId, metadata })
    await set(list(1000))
    const refused = { code: 'InvalidArgument', id: 'user.metadata_too_large' }
    expect(await refusalOf(set(list(1, 1000)))).toEqual(refused)
    await set(list(1000))
    const { userId: other } = await addPerson(server)
    const value = bytes(200_000)
    const large = (key: string) => users.setUserMetadata({ userId: other, metadata: [{ key, value }] })
    await large('a')
    await large('b')
    expect(await refusalOf(large('c'))).toEqual(refused)
    await large('a')
  })

  test('an organization holds 1,000 metadata entries and 512 kB', async () => {
    const { organizationId } = await server.client(OrganizationService).addOrganization({ name: 'Bounds' })
    const organization = server.client(ManagementService, { headers: { 'x-zitadel-orgid': organizationId } })
    const value = bytes(200_000)
    await organization.setOrgMetadata({ key: 'a', value })
    await organization.setOrgMetadata({ key: 'b', value })
    expect(await refusalOf(organization.setOrgMetadata({ key: 'c', value }))).toEqual({
      code: 'InvalidArgument',
      id: 'organizations.metadata_too_large',
    })
  })

  test('a machine has 200 tokens and 200 keys', async () => {
    const { userId } = await management.addMachineUser({ userName: 'bounded', name: 'Bounded' })
    const add = () => management.addPersonalAccessToken({ userId })
    for (let batch = 0; batch < 20; batch += 1) await Promise.all(Array.from({ length: 10 }, add))
    const refused = { code: 'FailedPrecondition', id: 'machine_credential.too_many' }
    expect(await refusalOf(add())).toEqual(refused)
    const [first] = (await management.listPersonalAccessTokens({ userId, query: { limit: 1 } })).result
    await management.removePersonalAccessToken({ userId, tokenId: first?.id ?? '' })
    await add()
  })
})

test('a list in a request holds 1,000 items unless the contract sets another bound', async () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `id${index}`)
  const list = (count: number) =>
    users.listUsers({ queries: [{ query: { case: 'inUserIdsQuery', value: { userIds: ids(count) } } }] })
  expect((await list(1000)).result).toEqual([])
  expect(await refusalOf(list(1001))).toEqual({ code: 'InvalidArgument', id: '' })
})

test('a list without a limit returns 1,000 rows and the number of all', async () => {
  const { userId } = await management.addMachineUser({ userName: 'creator', name: 'Creator' })
  await server.client(AdminService).addIAMMember({ userId, roles: ['IAM_LOGIN_CLIENT'] })
  const { token } = await management.addPersonalAccessToken({ userId })
  const creator = server.client(SessionService, { token })
  for (let batch = 0; batch < 21; batch += 1) {
    await Promise.all(Array.from({ length: 50 }, () => creator.createSession({})))
  }
  const queries = [{ query: { case: 'creatorQuery' as const, value: { id: userId } } }]
  const page = await sessions.listSessions({ queries })
  expect([page.sessions.length, page.details?.totalResult]).toEqual([1000, 1050n])
  const rest = await sessions.listSessions({ queries, query: { offset: 1000n } })
  expect(rest.sessions).toHaveLength(50)
  const all = await sessions.listSessions({ queries, query: { limit: 4_294_967_295 } })
  expect(all.sessions).toHaveLength(1050)
})

describe('retention', () => {
  const seconds = (count: number) => ({ seconds: BigInt(count), nanos: 0 })
  const day = 86_400

  test('an expired session is ended when its retention is over: row, secret and token go', async () => {
    const { userId } = await addPerson(server)
    const checks = { ...byId(userId), password: { password } }
    const kept = await sessions.createSession({ checks })
    const long = await sessions.createSession({ checks, lifetime: seconds(2 * day) })
    const short = await sessions.createSession({ checks, lifetime: seconds(60) })
    const left = async () => {
      await runSchedule('sessions.end_expired')
      const read = [kept, long, short].map(({ sessionId }) => sessions.getSession({ sessionId }))
      return (await Promise.allSettled(read)).map(({ status }) => status)
    }
    clock.advance(7 * day + 59)
    expect(await left()).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
    clock.advance(2)
    expect(await left()).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    expect((await eventTypesOf(server, short.sessionId)).at(-1)).toBe('session.terminated')
    const secrets = await server.testDatabase.database.query<{ count: number }>(
      'select count(*)::int as count from secrets where stream_id = $1',
      [short.sessionId],
    )
    expect(secrets).toEqual([{ count: 0 }])
    clock.advance(2 * day)
    expect(await left()).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  test('more sessions than one batch are ended in one run, beside those that get used', async () => {
    const add = () => sessions.createSession({ lifetime: seconds(60) })
    for (let batch = 0; batch < 9; batch += 1) await Promise.all(Array.from({ length: 50 }, add))
    clock.advance(8 * day)
    await Promise.all([runSchedule('sessions.end_expired'), runSchedule('sessions.end_expired')])
    const [row] = await server.testDatabase.database.query<{ count: number }>(
      'select count(*)::int as count from sessions where expires_at < $1',
      [clock.now()],
    )
    expect(row).toEqual({ count: 0 })
  })

  test('expired tokens of machines are listed until their retention is over', async () => {
    const { userId } = await management.addMachineUser({ userName: 'rotates', name: 'Rotates' })
    const expirationDate = { seconds: BigInt(Math.floor(clock.now().getTime() / 1000) + 60), nanos: 0 }
    await management.addPersonalAccessToken({ userId, expirationDate })
    await management.addPersonalAccessToken({ userId })
    await management.addMachineKey({ userId, type: 1, expirationDate })
    const left = async () => {
      await runSchedule('machine_credentials.remove_expired')
      const tokens = await management.listPersonalAccessTokens({ userId })
      const keys = await management.listMachineKeys({ userId })
      return [tokens.result.length, keys.result.length]
    }
    clock.advance(7 * day)
    expect(await left()).toEqual([2, 1])
    clock.advance(61)
    expect(await left()).toEqual([1, 0])
  })
})
