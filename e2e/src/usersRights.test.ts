import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { eventTypesOf } from './factors.ts'
import { addPerson } from './people.ts'
import { statusOf } from './refusal.ts'
import { addOrg } from './tenants.ts'
import { addHuman, addSelf, aHuman, unique } from './userFixtures.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()

const writers: Readonly<Record<string, string>> = {
  IAM_OWNER: 'ok',
  IAM_USER_MANAGER: 'ok',
  IAM_LOGIN_CLIENT: 'ok',
  IAM_OWNER_VIEWER: 'PermissionDenied',
  ORG_OWNER: 'ok',
  ORG_USER_MANAGER: 'ok',
  ORG_OWNER_VIEWER: 'PermissionDenied',
  'ORG_OWNER elsewhere': 'NotFound',
  'no membership': 'NotFound',
  'no token': 'Unauthenticated',
  'another instance': 'Unauthenticated',
}
const deleters = { ...writers, IAM_LOGIN_CLIENT: 'PermissionDenied' }

type Users = ReturnType<typeof v2>
const v2 = (options: ClientOptions) => server.client(UserService, options)
type Call = (users: Users, userId: string) => Promise<unknown>
const newPassword = { password: 'Another-Horse-2' }
const profile = { givenName: 'New', familyName: 'Name' }
const returnCode = { case: 'returnCode', value: {} } as const
const isVerified = { case: 'isVerified', value: true } as const
const email = () => `${unique('rights')}@mail.test`
const phone = '+41795557777'
const otherPhone = '+41795558888'

/** Writes that people may also do on themselves. */
const selfAllowed: Readonly<Record<string, Call>> = {
  SetEmail: (users, userId) => users.setEmail({ userId, email: email() }),
  SendEmailCode: (users, userId) => users.sendEmailCode({ userId }),
  SetPhone: (users, userId) => users.setPhone({ userId, phone: otherPhone }),
  RemovePhone: (users, userId) => users.removePhone({ userId }),
  PasswordReset: (users, userId) => users.passwordReset({ userId }),
  'UpdateHumanUser profile': (users, userId) => users.updateHumanUser({ userId, profile }),
  'UpdateHumanUser username': (users, userId) =>
    users.updateHumanUser({ userId, username: unique('rights') }),
  'UpdateUser email': (users, userId) =>
    users.updateUser({ userId, userType: { case: 'human', value: { email: { email: email() } } } }),
}

/** Writes that require the permission even on oneself. */
const rightNeeded: Readonly<Record<string, Call>> = {
  'SetEmail, code returned': (users, userId) =>
    users.setEmail({ userId, email: email(), verification: returnCode }),
  'SetEmail, verified': (users, userId) =>
    users.setEmail({ userId, email: email(), verification: isVerified }),
  'SendEmailCode, code returned': (users, userId) =>
    users.sendEmailCode({ userId, verification: returnCode }),
  'SetPhone, code returned': (users, userId) =>
    users.setPhone({ userId, phone: otherPhone, verification: returnCode }),
  'SetPhone, verified': (users, userId) =>
    users.setPhone({ userId, phone: otherPhone, verification: isVerified }),
  'UpdateHumanUser, address verified': (users, userId) =>
    users.updateHumanUser({ userId, email: { email: email(), verification: isVerified } }),
  'UpdateUser, code of the number returned': (users, userId) =>
    users.updateUser({
      userId,
      userType: { case: 'human', value: { phone: { phone: otherPhone, verification: returnCode } } },
    }),
  'PasswordReset, code returned': (users, userId) => users.passwordReset({ userId, medium: returnCode }),
  'SetPassword without proof': (users, userId) => users.setPassword({ userId, newPassword }),
  SetUserMetadata: (users, userId) =>
    users.setUserMetadata({ userId, metadata: [{ key: 'k', value: Buffer.from('v') }] }),
  LockUser: (users, userId) => users.lockUser({ userId }),
  DeactivateUser: (users, userId) => users.deactivateUser({ userId }),
}

const inside = () => addHuman(server, { phone: { phone, verification: isVerified } }, org.headers)

async function expectRights(call: Call, expected: Readonly<Record<string, string>>): Promise<void> {
  const before = await eventTypesOf(server, victim.userId)
  const statuses: Record<string, string> = {}
  for (const [name, options] of Object.entries(callers)) {
    const { userId } = expected[name] === 'ok' ? await inside() : victim
    statuses[name] = await statusOf(call(v2(options), userId))
  }
  expect(statuses).toEqual(expected)
  expect(await eventTypesOf(server, victim.userId), 'a refused call writes nothing').toEqual(before)
}

const org = await addOrg(server)
const other = await addInstance(server)
/** The user of the refused calls. */
const victim = await addPerson(server, { headers: org.headers })
const { orgId } = org
const callers: Readonly<Record<string, ClientOptions>> = {
  IAM_OWNER: {},
  ...(await addCallers(
    server,
    orgId,
    'IAM_USER_MANAGER',
    'IAM_LOGIN_CLIENT',
    'IAM_OWNER_VIEWER',
    'ORG_OWNER',
    'ORG_USER_MANAGER',
    'ORG_OWNER_VIEWER',
  )),
}

test.each(Object.entries(selfAllowed))(
  '%s: the person, or user.write where the person is',
  async (_, call) => {
    await expectRights(call, writers)
    const self = await addSelf(server, org.headers)
    expect(await statusOf(call(v2({ token: self.token }), victim.userId)), 'no other person').toBe('NotFound')
    expect(await statusOf(call(v2({ token: self.token }), self.userId))).toBe('ok')
  },
)

test.each(Object.entries(rightNeeded))('%s: user.write, also on oneself', async (_, call) => {
  await expectRights(call, writers)
  const self = await addSelf(server, org.headers)
  expect(await statusOf(call(v2({ token: self.token }), self.userId))).toBe('NotFound')
})

test('DeleteUser: user.delete', async () => {
  await expectRights((users, userId) => users.deleteUser({ userId }), deleters)
})

describe('creating', () => {
  test('CreateUser: user.write in the organization', async () => {
    const human = () => ({ case: 'human', value: aHuman() }) as const
    const create: Call = (users) => users.createUser({ organizationId: org.orgId, userType: human() })
    await expectRights(create, writers)
    const machine = { case: 'machine', value: { name: 'x' } } as const
    await expectRights((users) => users.createUser({ organizationId: org.orgId, userType: machine }), writers)
  })

  test('AddHumanUser: user.write in the organization of the message', async () => {
    const organization = { org: { case: 'orgId', value: org.orgId } } as const
    await expectRights((users) => users.addHumanUser({ ...aHuman(), organization }), writers)
  })
})

test('an empty UpdateHumanUser requires the permission, too', async () => {
  const self = await addSelf(server)
  const empty = (userId: string) => statusOf(v2({ token: self.token }).updateHumanUser({ userId }))
  expect(await empty(victim.userId)).toBe('NotFound')
  expect(await empty(self.userId)).toBe('ok')
})

test('management.v1 requires the permission in the context organization', async () => {
  const call = (options: ClientOptions) =>
    statusOf(
      server
        .client(ManagementService, { ...options, headers: org.headers })
        .setUserMetadata({ id: victim.userId, key: 'k', value: Buffer.from(unique('v')) }),
    )
  const statuses: Record<string, string> = {}
  for (const [name, options] of Object.entries(callers)) statuses[name] = await call(options)
  expect(statuses).toEqual(writers)
})

test('administrators of another instance do not find the users of this one', async () => {
  const there = v2({ token: other.token, headers: other.headers })
  const { userId } = victim
  for (const call of [...Object.values(selfAllowed), ...Object.values(rightNeeded)]) {
    expect(await statusOf(call(there, userId))).toMatch(/^(NotFound|FailedPrecondition)$/)
  }
  expect(await statusOf(there.deleteUser({ userId }))).toBe('NotFound')
})
