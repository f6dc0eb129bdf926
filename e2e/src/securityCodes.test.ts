import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson, password, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addHuman, addSelf, readHuman, unique } from './userFixtures.ts'

const server = await testServer()

const users = () => server.client(UserService)
const beta = () => server.client(UserServiceBeta)
const returned = { case: 'returnCode', value: {} } as const
const mailed = { case: 'sendCode', value: {} } as const
const exhausted = { code: 'FailedPrecondition', id: 'user.codes_exhausted' }

/** One kind of code: the call that makes one, and the calls that use it. */
interface Pathway {
  /** The channel for whose address it is issued. */
  readonly channel: 'email' | 'phone'
  readonly person: () => Promise<string>
  readonly issue: (userId: string) => Promise<string>
  readonly give: readonly ((userId: string, code: string) => Promise<unknown>)[]
}

const byCode = (code: string) => ({ case: 'verificationCode', value: code }) as const
const newPassword = { password: 'Another-Horse-2' }
const known = async () => (await addPerson(server)).userId
const codeId = new Map<string, string>()
let numbers = 0

const pathways: Readonly<Record<string, Pathway>> = {
  'password reset': {
    channel: 'email',
    person: known,
    issue: async (userId) =>
      (await users().passwordReset({ userId, medium: returned })).verificationCode ?? '',
    give: [
      (userId, code) => users().setPassword({ userId, newPassword, verification: byCode(code) }),
      (userId, code) => beta().setPassword({ userId, newPassword, verification: byCode(code) }),
      (userId, code) =>
        users().updateHumanUser({
          userId,
          password: { passwordType: { case: 'password', value: newPassword }, verification: byCode(code) },
        }),
    ],
  },
  'e-mail address': {
    channel: 'email',
    person: async () => (await addHuman(server)).userId,
    issue: async (userId) =>
      (await users().sendEmailCode({ userId, verification: returned })).verificationCode ?? '',
    give: [
      (userId, code) => users().verifyEmail({ userId, verificationCode: code }),
      (userId, code) => beta().verifyEmail({ userId, verificationCode: code }),
    ],
  },
  'phone number': {
    channel: 'phone',
    person: known,
    issue: async (userId) => {
      const phone = `+4178${1_000_000 + ++numbers}`
      return (await users().setPhone({ userId, phone, verification: returned })).verificationCode ?? ''
    },
    give: [
      (userId, code) => users().verifyPhone({ userId, verificationCode: code }),
      (userId, code) => beta().verifyPhone({ userId, verificationCode: code }),
    ],
  },
  invitation: {
    channel: 'email',
    person: async () => (await addHuman(server)).userId,
    issue: async (userId) =>
      (await users().createInviteCode({ userId, verification: returned })).inviteCode ?? '',
    give: [(userId, code) => users().verifyInviteCode({ userId, verificationCode: code })],
  },
  'passkey registration': {
    channel: 'email',
    person: known,
    issue: async (userId) => {
      const { code } = await users().createPasskeyRegistrationLink({ userId, medium: returned })
      codeId.set(userId, code?.id ?? '')
      return code?.code ?? ''
    },
    give: [
      (userId, code) => users().registerPasskey({ userId, code: { id: codeId.get(userId) ?? '', code } }),
      (userId, code) => beta().registerPasskey({ userId, code: { id: codeId.get(userId) ?? '', code } }),
    ],
  },
}

/** Gives a person another address, which needs no code. */
async function move(channel: Pathway['channel'], userId: string): Promise<void> {
  const verification = { case: 'isVerified', value: true } as const
  if (channel === 'phone') {
    await users().setPhone({ userId, phone: `+4178${1_000_000 + ++numbers}`, verification })
  } else {
    await users().setEmail({ userId, email: `${unique('moved')}@mail.test`, verification })
  }
}

/** Makes wrong guesses, with a new code before every second one, through the pathway's methods in turn. */
async function guess({ issue, give }: Pathway, userId: string, times: number): Promise<void> {
  for (let count = 0; count < times; count++) {
    if (count % 2 === 0) await issue(userId)
    const { code } = await refusalOf(give[count % give.length]?.(userId, 'WRONG') ?? Promise.resolve())
    expect(code).toBe('InvalidArgument')
  }
}

describe.each(Object.entries(pathways))('codes for %s', (_, pathway) => {
  test('a new code never resets the count: after 100 wrong ones in a row every code is refused', async () => {
    const userId = await pathway.person()
    await guess(pathway, userId, 100)
    const right = await pathway.issue(userId)
    for (const give of pathway.give) expect(await refusalOf(give(userId, right))).toEqual(exhausted)
    await users().lockUser({ userId })
    await users().unlockUser({ userId })
    await pathway.give[0]?.(userId, await pathway.issue(userId))
  })

  test('are void once the person has another address, also those that were returned; a new one works', async () => {
    const userId = await pathway.person()
    const code = await pathway.issue(userId)
    await move(pathway.channel, userId)
    for (const give of pathway.give) {
      expect((await refusalOf(give(userId, code))).code).toMatch(/^(InvalidArgument|FailedPrecondition)$/)
    }
    await pathway.give[0]?.(userId, await pathway.issue(userId))
  })
})

test('no person receives the code that verifies their address or replaces their password', async () => {
  const self = await addSelf(server)
  const own = server.client(UserService, { token: self.token })
  const asks = [
    () => own.passwordReset({ userId: self.userId, medium: returned }),
    () => own.sendEmailCode({ userId: self.userId, verification: returned }),
    () => own.setEmail({ userId: self.userId, email: 'x@mail.test', verification: returned }),
    () => own.setPhone({ userId: self.userId, phone: '+41791112299', verification: returned }),
    () => own.createInviteCode({ userId: self.userId, verification: returned }),
    () => own.createPasskeyRegistrationLink({ userId: self.userId, medium: returned }),
  ]
  for (const ask of asks) expect((await refusalOf(ask())).code).toBe('NotFound')
  await own.passwordReset({ userId: self.userId, medium: { case: 'sendLink', value: {} } })
})

test('a session alone does not allow a new password on any pathway', async () => {
  const self = await addSelf(server)
  const { userId } = self
  const own = server.client(UserService, { token: self.token })
  const ownBeta = server.client(UserServiceBeta, { token: self.token })
  const human = { password: { passwordType: { case: 'password', value: newPassword } as const } }
  const tries = [
    () => own.setPassword({ userId, newPassword }),
    () => ownBeta.setPassword({ userId, newPassword }),
    () => own.updateHumanUser({ userId, ...human }),
    () => ownBeta.updateHumanUser({ userId, ...human }),
    () => own.updateUser({ userId, userType: { case: 'human', value: human } }),
  ]
  for (const attempt of tries) expect((await refusalOf(attempt())).code).toBe('NotFound')
  await passwordSession(server, userId)
})

test('guesses at the present password count toward one lock on every pathway', async () => {
  const self = await addSelf(server)
  const { userId, token } = self
  const guessed = { case: 'currentPassword', value: 'Wrong-Horse-9' } as const
  const own = server.client(UserService, { token })
  const ownBeta = server.client(UserServiceBeta, { token })
  const human = {
    password: { passwordType: { case: 'password', value: newPassword }, verification: guessed },
  } as const
  const checks = {
    user: { search: { case: 'userId', value: userId } },
    password: { password: guessed.value },
  } as const
  const ways = [
    () => own.setPassword({ userId, newPassword, verification: guessed }),
    () => ownBeta.setPassword({ userId, newPassword, verification: guessed }),
    () => own.updateHumanUser({ userId, ...human }),
    () => own.updateUser({ userId, userType: { case: 'human', value: human } }),
    () =>
      server.rest('PUT', '/auth/v1/users/me/password', {
        token,
        body: { oldPassword: guessed.value, newPassword: newPassword.password },
      }),
    () => server.client(SessionService).createSession({ checks }),
  ]
  for (let count = 0; count < 10; count++) await ways[count % ways.length]?.().catch(() => undefined)
  for (const way of ways.filter((_, at) => at !== 4)) {
    expect((await refusalOf(way())).code).toBe('FailedPrecondition')
  }
  const right = { case: 'currentPassword', value: password } as const
  expect((await refusalOf(own.setPassword({ userId, newPassword, verification: right }))).code).toBe(
    'FailedPrecondition',
  )
})

test('an invitation verifies the address that it was sent to, not a later one', async () => {
  const { userId } = await addHuman(server)
  const { inviteCode = '' } = await users().createInviteCode({ userId, verification: returned })
  await users().setEmail({ userId, email: `${unique('later')}@mail.test`, verification: mailed })
  const late = users().verifyInviteCode({ userId, verificationCode: inviteCode })
  expect((await refusalOf(late)).code).toBe('InvalidArgument')
  expect((await readHuman(server, userId)).email?.isVerified).toBe(false)
})

test('one-time codes are sent to verified addresses only', async () => {
  const { userId } = await addPerson(server)
  await users().addOTPEmail({ userId })
  await users().addOTPSMS({ userId })
  await users().setEmail({ userId, email: `${unique('thief')}@mail.test`, verification: mailed })
  await users().setPhone({ userId, phone: '+41791112288', verification: mailed })
  const sessions = server.client(SessionService)
  const { sessionId } = await passwordSession(server, userId)
  const unverified = { code: 'FailedPrecondition', id: 'session.otp_address_unverified' }
  const byMail = { otpEmail: { deliveryType: mailed } }
  expect(await refusalOf(sessions.setSession({ sessionId, challenges: byMail }))).toEqual(unverified)
  const bySms = { otpSms: {} }
  expect(await refusalOf(sessions.setSession({ sessionId, challenges: bySms }))).toEqual(unverified)
})
