import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, eventTypesOf, testClock } from './factors.ts'
import { password } from './people.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'
import { addHuman, addSelf, readUser, unique } from './userFixtures.ts'

const clock = testClock()
const server = await testServer({ clock })

const users = () => server.client(UserService)
const next = 'Another-Horse-2'

test('the events of a person’s life have their public names and order', async () => {
  const returnCode = { case: 'returnCode', value: {} } as const
  const { userId, emailCode, phoneCode } = await addHuman(server, {
    email: { email: `${unique('life')}@mail.test`, verification: returnCode },
    phone: { phone: '+41795554444', verification: returnCode },
    metadata: [{ key: 'k', value: Buffer.from('v') }],
  })
  await users().verifyEmail({ userId, verificationCode: emailCode ?? '' })
  await outcome(users().verifyPhone({ userId, verificationCode: 'WRONG1' }))
  await users().verifyPhone({ userId, verificationCode: phoneCode ?? '' })
  await users().updateHumanUser({ userId, username: unique('life') })
  await users().updateHumanUser({ userId, profile: { givenName: 'New', familyName: 'Name' } })
  await users().setPassword({ userId, newPassword: { password } })
  await users().passwordReset({ userId })
  await users().deleteUserMetadata({ userId, keys: ['k'] })
  await users().lockUser({ userId })
  await users().unlockUser({ userId })
  await users().deactivateUser({ userId })
  await users().reactivateUser({ userId })
  await users().removePhone({ userId })
  await users().deleteUser({ userId })
  expect(await eventTypesOf(server, userId)).toEqual([
    'user.human.added',
    'user.human.email.code.added',
    'user.human.phone.code.added',
    'user.metadata.set',
    'user.human.email.verified',
    'user.human.phone.verification.failed',
    'user.human.phone.verified',
    'user.username.changed',
    'user.human.profile.changed',
    'user.human.password.changed',
    'user.human.password.code.added',
    'user.metadata.removed',
    'user.locked',
    'user.unlocked',
    'user.deactivated',
    'user.reactivated',
    'user.human.phone.removed',
    'user.removed',
  ])
  const { events } = await server.client(AdminService).listEvents({ aggregateId: userId, asc: true })
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => BigInt(index + 1)))
  const admin = server.first.machine?.userId
  expect(new Set(events.map(({ editor }) => editor?.userId))).toEqual(new Set([admin]))
})

test('no event contains a secret', async () => {
  const { userId, token } = await addSelf(server)
  const reset = await users().passwordReset({ userId, medium: { case: 'returnCode', value: {} } })
  await users().setPassword({ userId, newPassword: { password: next } })
  const written = JSON.stringify(await eventsOf(server, userId))
  for (const secret of [password, next, reset.verificationCode ?? '', token, '$argon2id$'])
    expect(written).not.toContain(secret)
})

describe('changes history', () => {
  test('lists the newest first, with the editor, after a sequence', async () => {
    const { userId, token } = await addSelf(server)
    await server.client(AuthService, { token }).updateMyUserName({ userName: unique('changed') })
    await users().lockUser({ userId })
    const management = server.client(ManagementService)
    const all = (await management.listUserChanges({ userId })).result
    const types = await eventTypesOf(server, userId)
    expect(all.map(({ eventType }) => eventType?.key)).toEqual(
      types.map((type) => `EventTypes.${type}`).reverse(),
    )
    expect(all.slice(0, 2).map(({ editorId }) => editorId)).toEqual([server.first.machine?.userId, userId])
    const middle = BigInt(types.length - 2)
    const { result } = await management.listUserChanges({ userId, query: { sequence: middle, limit: 100 } })
    expect(result.map(({ sequence }) => sequence)).toEqual([middle + 2n, middle + 1n])
  })

  test('auth.v1 lists the caller’s own changes; strangers get none', async () => {
    const { userId, token } = await addSelf(server)
    const mine = await server.client(AuthService, { token }).listMyUserChanges({})
    expect(mine.result.map(({ eventType }) => eventType?.key)).toContain('EventTypes.user.human.added')
    const stranger = server.client(ManagementService, { token })
    expect(await outcome(stranger.listUserChanges({ userId }))).toMatch(/^(NotFound|PermissionDenied)/)
    const elsewhere = server.client(ManagementService, { headers: inOrg((await addOrg(server)).orgId) })
    const seen = await elsewhere.listUserChanges({ userId }).then(
      ({ result }) => result.length,
      () => 0,
    )
    expect(seen).toBe(0)
  })
})

describe('sequence and date of reads (users notes §7)', () => {
  const moves: Readonly<Record<string, (userId: string) => Promise<unknown>>> = {
    profile: (userId) =>
      users().updateHumanUser({ userId, profile: { givenName: 'New', familyName: 'Name' } }),
    username: (userId) => users().updateHumanUser({ userId, username: unique('moved') }),
    'e-mail address': (userId) => users().setEmail({ userId, email: `${unique('moved')}@mail.test` }),
    'phone number': (userId) => users().setPhone({ userId, phone: '+41795550101' }),
    password: (userId) => users().setPassword({ userId, newPassword: { password } }),
    state: (userId) => users().lockUser({ userId }),
    'a factor': (userId) => users().registerTOTP({ userId }),
  }
  const stays: Readonly<Record<string, (userId: string) => Promise<unknown>>> = {
    'a code': (userId) => users().sendEmailCode({ userId }),
    'a reset code': (userId) => users().passwordReset({ userId }),
    'an invitation': (userId) => users().createInviteCode({ userId }),
    metadata: (userId) =>
      users().setUserMetadata({ userId, metadata: [{ key: 'k', value: Buffer.from('v') }] }),
  }
  const read = async (userId: string) => (await readUser(server, userId)).details

  test.each(Object.entries(moves))('%s advances them to its instant', async (_, change) => {
    const { userId } = await addHuman(server)
    const before = await read(userId)
    clock.advance(5)
    await change(userId)
    const after = await read(userId)
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0n)
    expect(after?.changeDate).not.toEqual(before?.changeDate)
    expect(after?.creationDate).toEqual(before?.creationDate)
  })

  test.each(Object.entries(stays))('%s does not advance them', async (_, change) => {
    const { userId } = await addHuman(server)
    const before = await read(userId)
    clock.advance(5)
    await change(userId)
    expect(await read(userId)).toEqual(before)
  })

  test('the secret of a machine advances them, its tokens and keys do not', async () => {
    const { userId } = await addMachine(server)
    const before = await read(userId)
    clock.advance(5)
    await server.client(ManagementService).addPersonalAccessToken({ userId })
    expect(await read(userId)).toEqual(before)
    await users().addSecret({ userId })
    expect((await read(userId))?.changeDate).not.toEqual(before?.changeDate)
  })
})
