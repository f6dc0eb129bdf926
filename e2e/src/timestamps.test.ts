import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { TimestampQueryMethod } from '@zitadel/proto/zitadel/object_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { systemClock } from '../../server/src/kernel/clock.ts'
import { secondsAndNanos } from '../../server/src/kernel/instant.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addHuman } from './userFixtures.ts'

const server = await testServer()
const grpc = { protocol: 'grpc' } as const
const users = server.client(UserService, grpc)
const sessions = server.client(SessionService, grpc)
const management = server.client(ManagementService, grpc)

/** The microseconds of an instant of a reply: a protobuf timestamp, or the RFC 3339 text of JSON. */
function microseconds(instant: Timestamp | string | undefined): bigint {
  if (instant === undefined) throw new Error('the reply has no instant')
  const { seconds, nanos } = typeof instant === 'string' ? secondsAndNanos(instant) : instant
  expect(nanos % 1000, 'no digits below the microsecond').toBe(0)
  return seconds * 1_000_000n + BigInt(nanos) / 1000n
}
const now = () => microseconds(systemClock.now().toISOString())

const verified = (email: string) =>
  ({ email: { email, verification: { case: 'isVerified', value: true } } }) as const
const { userId } = await addHuman(server, verified('ada@example.test'))
const { userId: otherId } = await addHuman(server, verified('bea@example.test'))
const rest = async (path: string, body: object) => {
  const { json } = await server.rest('POST', path, { body })
  return json as { setDate: string; details: { changeDate: string; creationDate: string } }
}

const calls: Readonly<Record<string, () => Promise<Timestamp | string | undefined>>> = {
  'user.v2 AddOTPEmail': async () => (await users.addOTPEmail({ userId })).details?.changeDate,
  'user.v2 RemoveOTPEmail': async () => (await users.removeOTPEmail({ userId })).details?.changeDate,
  'user.v2 SetUserMetadata': async () =>
    (await users.setUserMetadata({ userId, metadata: [{ key: 'a', value: Buffer.from('b') }] })).setDate,
  'user.v2 GetUserByID': async () => {
    await users.addOTPEmail({ userId })
    return (await users.getUserByID({ userId })).details?.changeDate
  },
  'user.v2 ListUsers': async () => (await users.listUsers({})).details?.timestamp,
  'session.v2 CreateSession': async () =>
    (await sessions.createSession({ checks: { user: { search: { case: 'userId', value: userId } } } }))
      .details?.changeDate,
  'session.v2 GetSession': async () => {
    const { sessionId } = await sessions.createSession({
      checks: { user: { search: { case: 'userId', value: userId } } },
    })
    return (await sessions.getSession({ sessionId })).session?.factors?.user?.verifiedAt
  },
  'session.v2 ListSessions': async () => {
    await sessions.createSession({})
    const { sessions: found } = await sessions.listSessions({})
    return found
      .map(({ creationDate }) => creationDate)
      .sort((a, b) => Number(microseconds(b) - microseconds(a)))[0]
  },
  'org.v2 AddOrganization': async () =>
    (await server.client(OrganizationService, grpc).addOrganization({ name: `org ${now()}` })).details
      ?.changeDate,
  'management.v1 SetUserMetadata': async () =>
    (await management.setUserMetadata({ id: userId, key: 'c', value: Buffer.from(String(now())) })).details
      ?.creationDate,
  'management.v1 AddCustomLoginPolicy': async () =>
    (await management.addCustomLoginPolicy({})).details?.creationDate,
  'management.v1 GetLoginPolicy': async () => {
    await management.updateCustomLoginPolicy({ allowRegister: true })
    return (await management.getLoginPolicy({})).policy?.details?.changeDate
  },
  'admin.v1 ListEvents': async () => {
    await users.addOTPEmail({ userId: otherId })
    return (await server.client(AdminService, grpc).listEvents({ limit: 1 })).events[0]?.creationDate
  },
  'user.v2 over REST': async () =>
    (await rest(`/v2/users/${userId}/metadata`, { metadata: [{ key: 'r', value: 'cg==' }] })).setDate,
  'session.v2 over REST': async () => (await rest('/v2/sessions', {})).details.changeDate,
  'management.v1 over REST': async () =>
    (await rest(`/management/v1/users/${userId}/metadata/z`, { value: 'cg==' })).details.creationDate,
}

const fractions: bigint[] = []

test.each(Object.keys(calls))(
  'an instant in the reply of %s does not lie before the request',
  async (name) => {
    const before = now()
    const instant = microseconds(await calls[name]?.())
    expect(instant).toBeGreaterThanOrEqual(before)
    expect(instant).toBeLessThanOrEqual(now())
    fractions.push(instant % 1000n)
  },
)

test('instants are not cut to milliseconds', () => {
  expect(fractions).toHaveLength(Object.keys(calls).length)
  expect(fractions.filter((fraction) => fraction !== 0n).length).toBeGreaterThan(fractions.length / 2)
})

test('a creation date of a reply finds its object, a microsecond earlier or later does not', async () => {
  const { sessionId } = await sessions.createSession({})
  const created = (await sessions.getSession({ sessionId })).session?.creationDate
  if (created === undefined) throw new Error('the session has no creation date')
  const search = async (shift: number) => {
    const creationDate = { seconds: created.seconds, nanos: created.nanos + shift * 1000 }
    const { sessions: some } = await sessions.listSessions({
      queries: [
        {
          query: { case: 'creationDateQuery', value: { creationDate, method: TimestampQueryMethod.EQUALS } },
        },
      ],
    })
    return some.map(({ id }) => id)
  }
  expect(await search(0)).toEqual([sessionId])
  expect(await search(created.nanos === 0 ? 1 : -1)).toEqual([])
})
