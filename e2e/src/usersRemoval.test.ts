import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, eventTypesOf, testClock } from './factors.ts'
import { addPerson, password, passwordSession } from './people.ts'
import { addMachine, addOrg, changedDetails, inOrg, outcome } from './tenants.ts'
import { addHuman, addSelf } from './userFixtures.ts'

const clock = testClock()
const server = await testServer({ clock })

const users = () => server.client(UserService)
const management = (org = orgId) => server.client(ManagementService, { headers: inOrg(org) })

/** Creates a person with everything that a removal removes. */
async function settledPerson() {
  const person = await addPerson(server)
  const { userId } = person
  const elsewhere = (await addOrg(server)).orgId
  await management().addOrgMember({ userId, roles: ['ORG_USER_SELF_MANAGER'] })
  await management(elsewhere).addOrgMember({ userId, roles: ['ORG_OWNER'] })
  await server.client(AdminService).addIAMMember({ userId, roles: ['IAM_OWNER_VIEWER'] })
  await users().setUserMetadata({ userId, metadata: [{ key: 'k', value: Buffer.from('v') }] })
  await users().passwordReset({ userId })
  const secret = await addApp(server, userId)
  clock.advance(30)
  const user = { search: { case: 'userId', value: userId } } as const
  const checks = { user, password: { password }, totp: { code: codeAt(secret, clock.now()) } }
  const { sessionToken } = await server.client(SessionService).createSession({ checks })
  return { ...person, elsewhere, token: sessionToken }
}

type Settled = Awaited<ReturnType<typeof settledPerson>>
type Removal = (person: Settled) => Promise<{ readonly details?: unknown }>
const removals: Readonly<Record<string, Removal>> = {
  DeleteUser: ({ userId }) => users().deleteUser({ userId }),
  'management RemoveUser': ({ userId: id }) => management().removeUser({ id }),
  'auth RemoveMyUser': ({ token }) => server.client(AuthService, { token }).removeMyUser({}),
}

const orgId = server.first.orgId

test.each(Object.entries(removals))('%s removes everything of the user', async (_, remove) => {
  const person = await settledPerson()
  const { userId, username, token, elsewhere } = person
  const before = (await eventTypesOf(server, userId)).length
  expect((await remove(person)).details).toEqual(changedDetails(orgId, BigInt(before + 1)))
  expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.removed')

  expect(await outcome(users().getUserByID({ userId }))).toBe('NotFound user.not_found')
  expect(await outcome(users().deleteUser({ userId }))).toBe('NotFound user.not_found')
  expect(await outcome(management().removeUser({ id: userId }))).toBe('NotFound user.not_found')
  expect(await outcome(server.client(AuthService, { token }).getMyUser({}))).not.toBe('ok')
  for (const members of [management(), management(elsewhere)]) {
    const { result } = await members.listOrgMembers({})
    expect(result.map((member) => member.userId)).not.toContain(userId)
  }
  const iam = await server.client(AdminService).listIAMMembers({})
  expect(iam.result.map((member) => member.userId)).not.toContain(userId)
  expect((await users().listUserMetadata({ userId })).metadata).toEqual([])
  expect(await eventTypesOf(server, elsewhere)).toContain('org.member.cascade.removed')
  expect(await eventTypesOf(server, server.first.instanceId)).toContain('instance.member.cascade.removed')

  const left = await server.testDatabase.database.query(
    "select id from secrets where stream_type = 'user' and stream_id = $1",
    [userId],
  )
  expect(left, 'no secret outlives its user').toEqual([])
  const { userId: next } = await addHuman(server, { username })
  expect(next, 'the username is free').not.toBe(userId)
})

test('removing a machine removes its keys, tokens and secret', async () => {
  const { userId, token } = await addMachine(server, { roles: ['ORG_OWNER'] })
  const expirationDate = timestampFromDate(new Date(clock.now().getTime() + 3_600_000))
  await users().addKey({ userId, expirationDate })
  await users().addSecret({ userId })
  await users().deleteUser({ userId })
  expect(await outcome(server.client(AuthService, { token }).getMyUser({}))).toMatch(/^Unauthenticated/)
  const left = await server.testDatabase.database.query(
    "select id from secrets where stream_type = 'user' and stream_id = $1",
    [userId],
  )
  expect(left).toEqual([])
  expect(await outcome(management().listPersonalAccessTokens({ userId }))).toBe('NotFound user.not_found')
})

describe('removing oneself', () => {
  const calls: Readonly<Record<string, (person: Awaited<ReturnType<typeof addSelf>>) => Promise<unknown>>> = {
    RemoveMyUser: ({ token }) => server.client(AuthService, { token }).removeMyUser({}),
    DeleteUser: ({ userId, token }) => server.client(UserService, { token }).deleteUser({ userId }),
  }
  test.each(Object.entries(calls))('%s requires user.self.delete', async (name, call) => {
    const person = await addSelf(server)
    const { userId } = person
    expect(await outcome(call(person))).toMatch(/^(NotFound|PermissionDenied)/)
    await management().addOrgMember({ userId, roles: ['ORG_USER_PERMISSION_EDITOR'] })
    expect(await outcome(call(person)), name).toMatch(/^PermissionDenied/)
    await management().updateOrgMember({ userId, roles: ['ORG_USER_SELF_MANAGER'] })
    expect(await outcome(call(person))).toBe('ok')
    expect(await outcome(users().getUserByID({ userId }))).toBe('NotFound user.not_found')
  })

  test('user.self.delete does not apply to others', async () => {
    const person = await addSelf(server)
    await management().addOrgMember({ userId: person.userId, roles: ['ORG_USER_SELF_MANAGER'] })
    const other = await addPerson(server)
    const own = server.client(UserService, { token: person.token })
    expect(await outcome(own.deleteUser({ userId: other.userId }))).toBe('PermissionDenied permission.denied')
    expect(await outcome(passwordSession(server, other.userId))).toBe('ok')
  })
})

test('a person created under the id of a removed one has none of its credentials', async () => {
  const { userId } = await settledPerson()
  await users().deleteUser({ userId })
  await addHuman(server, { userId, passwordType: { case: 'password', value: { password } } })
  const { authMethodTypes } = await users().listAuthenticationMethodTypes({ userId })
  expect(authMethodTypes).toHaveLength(1)
  const { result } = await management().listUserMemberships({ userId })
  expect(result).toEqual([])
})
