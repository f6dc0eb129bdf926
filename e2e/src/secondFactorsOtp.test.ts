import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine } from './tenants.ts'

const server = await testServer()

type Details = { readonly details?: object | undefined }
type Channel = { add(): Promise<Details>; remove(): Promise<Details> }

/** The login policy does not allow these factors by default, so the person's password session may act throughout. */
const ownOf = async (userId: string) =>
  server.client(AuthService, { token: (await passwordSession(server, userId)).sessionToken })

const channels: Readonly<Record<string, (userId: string) => Channel>> = {
  'user.v2 otpSms': (userId) => ({
    add: () => server.client(UserService).addOTPSMS({ userId }),
    remove: () => server.client(UserService).removeOTPSMS({ userId }),
  }),
  'user.v2 otpEmail': (userId) => ({
    add: () => server.client(UserService).addOTPEmail({ userId }),
    remove: () => server.client(UserService).removeOTPEmail({ userId }),
  }),
  'user.v2beta otpSms': (userId) => ({
    add: () => server.client(UserServiceBeta).addOTPSMS({ userId }),
    remove: () => server.client(UserServiceBeta).removeOTPSMS({ userId }),
  }),
  'user.v2beta otpEmail': (userId) => ({
    add: () => server.client(UserServiceBeta).addOTPEmail({ userId }),
    remove: () => server.client(UserServiceBeta).removeOTPEmail({ userId }),
  }),
  'auth.v1 otpSms': (userId) => ({
    add: async () => (await ownOf(userId)).addMyAuthFactorOTPSMS({}),
    remove: async () => (await ownOf(userId)).removeMyAuthFactorOTPSMS({}),
  }),
  'auth.v1 otpEmail': (userId) => ({
    add: async () => (await ownOf(userId)).addMyAuthFactorOTPEmail({}),
    remove: async () => (await ownOf(userId)).removeMyAuthFactorOTPEmail({}),
  }),
  'management.v1 otpSms': (userId) => ({
    add: () => server.client(UserService).addOTPSMS({ userId }),
    remove: () => server.client(ManagementService).removeHumanAuthFactorOTPSMS({ userId }),
  }),
  'management.v1 otpEmail': (userId) => ({
    add: () => server.client(UserService).addOTPEmail({ userId }),
    remove: () => server.client(ManagementService).removeHumanAuthFactorOTPEmail({ userId }),
  }),
}

/** A person whose e-mail address and phone number were never proved. */
async function addUnprovedPerson() {
  const { userId } = await server.client(UserService).addHumanUser({
    profile: { givenName: 'Un', familyName: 'Proved' },
    email: {
      email: `unproved-${Math.random()}@example.test`,
      verification: { case: 'returnCode', value: {} },
    },
    phone: { phone: '+41791234567', verification: { case: 'returnCode', value: {} } },
    passwordType: { case: 'password', value: { password: 'Correct-Horse-1', changeRequired: false } },
  })
  return userId
}

const listed = async (userId: string) => {
  const { result } = await server.client(UserService).listAuthenticationFactors({ userId })
  return result.map(({ type }) => type.case)
}

describe.each(Object.keys(channels))('%s', (name) => {
  const kind = name.endsWith('otpSms') ? 'otpSms' : 'otpEmail'
  const event = kind === 'otpSms' ? 'user.human.mfa.otp.sms' : 'user.human.mfa.otp.email'
  const on = (userId: string): Channel => {
    const channel = channels[name]
    if (!channel) throw new Error('no such channel')
    return channel(userId)
  }

  test('is added once and removed once, and may be added again', async () => {
    const { userId } = await addPerson(server)
    const channel = on(userId)
    const added = await channel.add()
    expect(await listed(userId)).toEqual([kind])
    expect(await refusalOf(channel.add())).toMatchObject({ code: 'AlreadyExists' })
    const removed = await channel.remove()
    expect(await listed(userId)).toEqual([])
    expect(await refusalOf(channel.remove())).toEqual({ code: 'NotFound', id: 'second_factor.not_found' })
    await channel.add()
    const owner = { resourceOwner: server.first.orgId, sequence: expect.any(BigInt) }
    const instant = name.startsWith('auth') ? 'creationDate' : 'changeDate'
    expect(added.details).toMatchObject({ ...owner, [instant]: expect.anything() })
    expect(added.details).not.toHaveProperty(name.startsWith('auth') ? 'changeDate' : 'creationDate')
    expect(removed.details).toMatchObject({ ...owner, changeDate: expect.anything() })
    expect(removed.details).not.toHaveProperty('creationDate')
    expect((await eventTypesOf(server, userId)).filter((type) => type.startsWith(event))).toEqual([
      `${event}.added`,
      `${event}.removed`,
      `${event}.added`,
    ])
  })

  test('needs a channel that was proved once', async () => {
    const unproved = { code: 'FailedPrecondition' }
    expect(await refusalOf(on(await addUnprovedPerson()).add())).toMatchObject(unproved)
  })
})

test('machines have no proved channel; unknown users are not found', async () => {
  const users = server.client(UserService)
  const { userId, token } = await addMachine(server)
  const own = server.client(AuthService, { token })
  const failed = { code: 'FailedPrecondition' }
  expect(await refusalOf(users.addOTPSMS({ userId }))).toMatchObject(failed)
  expect(await refusalOf(users.addOTPEmail({ userId }))).toMatchObject(failed)
  expect(await refusalOf(own.addMyAuthFactorOTPSMS({}))).toMatchObject(failed)
  expect(await refusalOf(own.addMyAuthFactorOTPEmail({}))).toMatchObject(failed)
  for (const call of ['addOTPSMS', 'addOTPEmail', 'removeOTPSMS', 'removeOTPEmail'] as const) {
    expect((await refusalOf(users[call]({ userId: 'nobody' }))).code, call).toBe('NotFound')
    expect(await refusalOf(users[call]({ userId: '' })), call).toEqual({ code: 'InvalidArgument', id: '' })
    expect(await refusalOf(users[call]({ userId: 'x'.repeat(201) })), call).toEqual({
      code: 'InvalidArgument',
      id: '',
    })
  }
})

test('the phone takes its codes with it, and the mark of being proved', async () => {
  const { userId } = await addPerson(server)
  const users = server.client(UserService)
  await users.addOTPSMS({ userId })
  await users.addOTPEmail({ userId })
  await users.removePhone({ userId })
  expect(await listed(userId)).toEqual(['otpEmail'])
  expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.human.phone.removed')
  expect(await refusalOf(users.removeOTPSMS({ userId }))).toMatchObject({ code: 'NotFound' })
  expect(await refusalOf(users.addOTPSMS({ userId }))).toEqual({
    code: 'FailedPrecondition',
    id: 'second_factor.phone_not_verified',
  })
  const phone = '+41795550101'
  const { verificationCode } = await users.setPhone({
    userId,
    phone,
    verification: { case: 'returnCode', value: {} },
  })
  expect((await refusalOf(users.addOTPSMS({ userId }))).code).toBe('FailedPrecondition')
  await users.verifyPhone({ userId, verificationCode: verificationCode ?? '' })
  await users.addOTPSMS({ userId })
  expect(await listed(userId)).toEqual(['otpEmail', 'otpSms'])
})

test('a changed address or number keeps the factor, and the mark of being proved', async () => {
  const { userId } = await addPerson(server)
  const users = server.client(UserService)
  await users.addOTPEmail({ userId })
  const verification = { case: 'returnCode' as const, value: {} }
  await users.setEmail({ userId, email: `moved-${userId}@example.test`, verification })
  await users.setPhone({ userId, phone: '+41795550202', verification })
  expect(await listed(userId)).toEqual(['otpEmail'])
  await users.removeOTPEmail({ userId })
  await users.addOTPEmail({ userId })
  await users.addOTPSMS({ userId })
  expect(await listed(userId)).toEqual(['otpEmail', 'otpSms'])
})

test('of 8 parallel additions and removals each succeeds once', async () => {
  const { userId } = await addPerson(server)
  const users = server.client(UserService)
  const eight = Array.from({ length: 8 })
  const added = await Promise.allSettled(eight.map(() => users.addOTPSMS({ userId })))
  const removed = await Promise.allSettled(eight.map(() => users.removeOTPSMS({ userId })))
  expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(removed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})
