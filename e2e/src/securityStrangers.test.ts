import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, eventTypesOf } from './factors.ts'
import { addPerson, byId, passwordSession } from './people.ts'
import { addMachine, addOrg, outcome } from './tenants.ts'
import { addSelf } from './userFixtures.ts'

const server = await testServer()

const newPassword = { password: 'Another-Horse-2' }
const verification = { case: 'currentPassword', value: 'Correct-Horse-1' } as const

/** Calls that name a user; each must give strangers the same reply for every state of the user. */
function attempts(token: string): Readonly<Record<string, (userId: string) => Promise<unknown>>> {
  const users = server.client(UserService, { token })
  const beta = server.client(UserServiceBeta, { token })
  return {
    registerTOTP: (userId) => users.registerTOTP({ userId }),
    verifyTOTPRegistration: (userId) => users.verifyTOTPRegistration({ userId, code: '123456' }),
    removeTOTP: (userId) => users.removeTOTP({ userId }),
    'v2beta removeTOTP': (userId) => beta.removeTOTP({ userId }),
    addOTPSMS: (userId) => users.addOTPSMS({ userId }),
    removeOTPSMS: (userId) => users.removeOTPSMS({ userId }),
    removeOTPEmail: (userId) => users.removeOTPEmail({ userId }),
    removePasskey: (userId) => users.removePasskey({ userId, passkeyId: 'x' }),
    removeU2F: (userId) => users.removeU2F({ userId, u2fId: 'x' }),
    listAuthenticationFactors: async (userId) => {
      const { result } = await users.listAuthenticationFactors({ userId })
      if (result.length > 0) throw new Error('a stranger sees factors')
    },
    listAuthenticationMethodTypes: async (userId) => {
      const { authMethodTypes } = await users.listAuthenticationMethodTypes({ userId })
      if (authMethodTypes.length > 0) throw new Error('a stranger sees methods')
    },
    listPasskeys: (userId) => users.listPasskeys({ userId }),
    lockUser: (userId) => users.lockUser({ userId }),
    unlockUser: (userId) => users.unlockUser({ userId }),
    deactivateUser: (userId) => users.deactivateUser({ userId }),
    reactivateUser: (userId) => users.reactivateUser({ userId }),
    'v2beta unlockUser': (userId) => beta.unlockUser({ userId }),
    getUserByID: (userId) => users.getUserByID({ userId }),
    setPassword: (userId) => users.setPassword({ userId, newPassword, verification }),
    passwordReset: (userId) => users.passwordReset({ userId }),
    createInviteCode: (userId) => users.createInviteCode({ userId }),
    resendEmailCode: (userId) => users.resendEmailCode({ userId }),
    removePhone: (userId) => users.removePhone({ userId }),
    'session of the user': (userId) =>
      server.client(SessionService, { token }).createSession({ checks: byId(userId) }),
  }
}

const users = server.client(UserService)
const add = async () => (await addPerson(server)).userId
const [plain, rich, locked, inactive] = [await add(), await add(), await add(), await add()]
await addApp(server, rich)
await users.addOTPSMS({ userId: rich })
await users.addOTPEmail({ userId: rich })
await users.lockUser({ userId: locked })
await users.deactivateUser({ userId: inactive })
const people = [plain, rich, locked, inactive]
const { headers, orgId } = await addOrg(server)
const strangers: Readonly<Record<string, string>> = {
  'a person of another organization': (await addSelf(server, headers)).token,
  'the owner of another organization': (await addMachine(server, { orgId, roles: ['ORG_OWNER'] })).token,
}

describe.each(Object.entries(strangers))('%s', (_who, token) => {
  test('learns nothing of the state and factors of a user by which refusal comes', async () => {
    for (const [name, attempt] of Object.entries(attempts(token))) {
      const seen = new Set<string>()
      for (const userId of people) seen.add(await outcome(attempt(userId)))
      expect([name, [...seen]]).toEqual([name, [expect.stringMatching(/^(ok$|NotFound )/)]])
    }
  })
})

test('strangers cannot use up codes, count guesses or fill the history of a person', async () => {
  const { userId } = await addPerson(server)
  const admin = server.client(UserService)
  await admin.setEmail({ userId, email: 'new@example.test', verification: { case: 'returnCode', value: {} } })
  await admin.setPhone({ userId, phone: '+41791112233', verification: { case: 'returnCode', value: {} } })
  await admin.passwordReset({ userId, medium: { case: 'returnCode', value: {} } })
  const users = server.client(UserService, { token: (await addSelf(server)).token })
  const before = await eventTypesOf(server, userId)
  const guesses: readonly (() => Promise<unknown>)[] = [
    () => users.verifyEmail({ userId, verificationCode: 'AAAAAA' }),
    () => users.verifyPhone({ userId, verificationCode: 'AAAAAA' }),
    () => users.verifyInviteCode({ userId, verificationCode: 'AAAAAA' }),
    () =>
      users.setPassword({
        userId,
        newPassword,
        verification: { case: 'currentPassword', value: 'guess' },
      }),
    () =>
      users.setPassword({
        userId,
        newPassword,
        verification: { case: 'verificationCode', value: 'AAAAAA' },
      }),
  ]
  for (const guess of guesses) expect(await outcome(guess())).toMatch(/^NotFound /)
  expect(await eventTypesOf(server, userId)).toEqual(before)
})

test('a person proves their own address and password with their own token', async () => {
  const { userId, token } = await addSelf(server)
  const users = server.client(UserService, { token })
  const set = await server
    .client(UserService)
    .setEmail({ userId, email: 'own@example.test', verification: { case: 'returnCode', value: {} } })
  await users.verifyEmail({ userId, verificationCode: set.verificationCode ?? '' })
  await users.setPassword({ userId, newPassword, verification })
  expect((await passwordSession(server, userId, newPassword.password)).sessionToken).not.toBe('')
})
