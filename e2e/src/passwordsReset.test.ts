import {
  ManagementService,
  SendHumanResetPasswordNotificationRequest_Type as ResetType,
} from '@zitadel/proto/zitadel/management_pb.js'
import { NotificationType } from '@zitadel/proto/zitadel/user/v2/password_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, eventTypesOf, testClock } from './factors.ts'
import { addPerson, password, passwordSession } from './people.ts'
import { addMachine, addOrg, changedDetails, inOrg, outcome } from './tenants.ts'
import { addHuman, addSelf, outcomes, readHuman, readUser, sentCode, unique } from './userFixtures.ts'

const clock = testClock()
const server = await testServer({ clock })

const next = 'Another-Horse-2'
const added = 'user.human.password.code.added'
const users = (token?: string) => server.client(UserService, token ? { token } : {})
const management = (org = orgId) => server.client(ManagementService, { headers: inOrg(org) })
const returned = { case: 'returnCode', value: {} } as const
const set = (userId: string, code: string, word = next, token?: string) =>
  users(token).setPassword({
    userId,
    newPassword: { password: word },
    verification: { case: 'verificationCode', value: code },
  })
async function resetCode(userId: string): Promise<string> {
  return (await users().passwordReset({ userId, medium: returned })).verificationCode ?? ''
}

const orgId = server.first.orgId

describe('PasswordReset', () => {
  test('returns the code, which sets a password once', async () => {
    const { userId } = await addPerson(server)
    const { length } = await eventTypesOf(server, userId)
    const { details, verificationCode = '' } = await users().passwordReset({ userId, medium: returned })
    expect(details).toEqual(changedDetails(orgId, BigInt(length + 1)))
    expect(verificationCode).toMatch(/^[A-Z0-9]{6}$/)
    await set(userId, verificationCode)
    expect(await outcome(passwordSession(server, userId)), 'the old one is void').not.toBe('ok')
    expect(await outcome(set(userId, verificationCode))).toBe('FailedPrecondition password.code_missing')
    const types = await eventTypesOf(server, userId)
    expect(types).toContain('user.human.password.changed')
  })

  test.each([
    ['nothing said', { case: undefined }, 'email'],
    ['a link by e-mail', { case: 'sendLink', value: { notificationType: NotificationType.Email } }, 'email'],
    ['a link by SMS', { case: 'sendLink', value: { notificationType: NotificationType.SMS } }, 'sms'],
    [
      'a template',
      { case: 'sendLink', value: { urlTemplate: 'https://x.test/{{.UserID}}/{{.Code}}' } },
      'email',
    ],
  ] as const)('%s: the code is on its way and not in the reply', async (_, medium, way) => {
    const { userId } = await addPerson(server)
    const { verificationCode } = await users().passwordReset({ userId, medium })
    expect(verificationCode ?? '').toBe('')
    const { payload } = (await eventsOf(server, userId)).findLast(({ type }) => type === added) ?? {}
    expect(payload).toMatchObject({ medium: way, returned: false })
    await set(userId, await sentCode(server, userId, added))
  })

  test('is refused for missing users, machines, broken templates and SMS without a number', async () => {
    const { userId: robot } = await addMachine(server)
    const { userId } = await addHuman(server)
    const broken = { case: 'sendLink', value: { urlTemplate: '{{.Code' } } as const
    const sms = { case: 'sendLink', value: { notificationType: NotificationType.SMS } } as const
    const calls = [
      users().passwordReset({ userId: '404' }),
      users().passwordReset({ userId: robot }),
      users().passwordReset({ userId, medium: broken }),
      users().passwordReset({ userId, medium: sms }),
    ]
    expect(await outcomes(calls)).toEqual([
      'NotFound user.not_found',
      'NotFound user.not_found',
      'InvalidArgument link_template.invalid',
      'FailedPrecondition password.reset_without_phone',
    ])
  })
})

describe('the code', () => {
  test('must be right; a wrong one does not change the password', async () => {
    const { userId } = await addPerson(server)
    expect(await outcome(set(userId, 'NONE00'))).toBe('FailedPrecondition password.code_missing')
    const code = await resetCode(userId)
    expect(await outcome(set(userId, 'WRONG1'))).toBe('InvalidArgument password.code_wrong')
    expect(await outcome(passwordSession(server, userId))).toBe('ok')
    expect(await outcome(set(userId, code, 'weak'))).toBe('InvalidArgument password.too_short')
    await set(userId, code)
  })

  test('is void after the tenth wrong try', async () => {
    const { userId } = await addPerson(server)
    const code = await resetCode(userId)
    for (let count = 0; count < 10; count++)
      expect(await outcome(set(userId, 'WRONG1'))).toBe('InvalidArgument password.code_wrong')
    expect(await outcome(set(userId, code))).toBe('FailedPrecondition password.code_missing')
    await set(userId, await resetCode(userId))
  })

  test('expires after an hour', async () => {
    const { userId } = await addPerson(server)
    const code = await resetCode(userId)
    clock.advance(3601)
    expect(await outcome(set(userId, code))).toBe('FailedPrecondition password.code_expired')
  })

  test.each([
    ['a later code', (userId: string) => users().passwordReset({ userId })],
    ['a new password', (userId: string) => users().setPassword({ userId, newPassword: { password: next } })],
    [
      'another address',
      (userId: string) => users().setEmail({ userId, email: `${unique('moved')}@mail.test` }),
    ],
  ])('is void after %s', async (_, call) => {
    const { userId } = await addPerson(server)
    const code = await resetCode(userId)
    await call(userId)
    expect(await outcome(set(userId, code))).not.toBe('ok')
  })

  test('belongs to one person, and a stranger cannot use it', async () => {
    const { userId } = await addPerson(server)
    const code = await resetCode(userId)
    const stranger = await addSelf(server)
    expect(await outcome(set(userId, code, next, stranger.token))).toMatch(/^NotFound/)
    await resetCode(stranger.userId)
    expect(await outcome(set(stranger.userId, code))).toBe('InvalidArgument password.code_wrong')
    await set(userId, code)
  })

  test('works in both updates too', async () => {
    const { userId } = await addPerson(server)
    const change = async () =>
      ({
        passwordType: { case: 'password', value: { password: unique('Another-Horse') } },
        verification: { case: 'verificationCode', value: await resetCode(userId) },
      }) as const
    await users().updateHumanUser({ userId, password: await change() })
    const human = { case: 'human', value: { password: await change() } } as const
    await users().updateUser({ userId, userType: human })
    expect((await eventTypesOf(server, userId)).slice(-2)).toEqual([added, 'user.human.password.changed'])
  })

  test('does not end a lock', async () => {
    const { userId } = await addPerson(server)
    const code = await resetCode(userId)
    await users().lockUser({ userId })
    await set(userId, code)
    expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.human.password.changed')
    expect(await outcome(passwordSession(server, userId))).not.toBe('ok')
  })
})

test('SendHumanResetPasswordNotification sends by e-mail or SMS, in the context organization', async () => {
  const { userId } = await addPerson(server)
  const send = (id: string, type?: ResetType, org?: string) =>
    management(org).sendHumanResetPasswordNotification({ userId: id, ...(type && { type }) })
  const { length } = await eventTypesOf(server, userId)
  expect((await send(userId)).details).toEqual(changedDetails(orgId, BigInt(length + 1)))
  await send(userId, ResetType.SMS)
  const media = (await eventsOf(server, userId))
    .filter(({ type }) => type === added)
    .map(({ payload }) => payload['medium'])
  expect(media).toEqual(['email', 'sms'])
  await set(userId, await sentCode(server, userId, added))
  const { userId: robot } = await addMachine(server)
  const elsewhere = (await addOrg(server)).orgId
  const calls = [send('404'), send(robot), send(userId, undefined, elsewhere)]
  expect(await outcomes(calls)).toEqual(Array(3).fill('FailedPrecondition user.missing'))
})

test('requesting a code does not change the user', async () => {
  const { userId } = await addHuman(server, { passwordType: { case: 'password', value: { password } } })
  const { details } = await readUser(server, userId)
  const { passwordChanged } = await readHuman(server, userId)
  clock.advance(1)
  await users().passwordReset({ userId })
  expect((await readUser(server, userId)).details).toEqual(details)
  expect((await readHuman(server, userId)).passwordChanged).toEqual(passwordChanged)
})
