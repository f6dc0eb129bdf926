import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { SecretGeneratorType } from '@zitadel/proto/zitadel/settings_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, eventsOf, eventTypesOf, testClock } from './factors.ts'
import { addPerson, password, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'

const clock = testClock()
const server = await testServer({ clock })

const users = (token?: string) => server.client(UserService, token === undefined ? {} : { token })
const sessions = (token?: string) => server.client(SessionService, token === undefined ? {} : { token })
const auth = (token: string) => server.client(AuthService, { token })
const needsSecond = { code: 'PermissionDenied', id: 'assurance.second_factor_required' }

/** A person with an authenticator app. */
async function withApp() {
  const { userId } = await addPerson(server)
  return { userId, secret: await addApp(server, userId) }
}

/** A session on which the person proved password and app. */
async function fullSession({ userId, secret }: { userId: string; secret: string }) {
  clock.advance(30)
  const user = { search: { case: 'userId', value: userId } } as const
  const totp = { code: codeAt(secret, clock.now()) }
  return sessions().createSession({ checks: { user, password: { password }, totp } })
}

const next = 'Another-Horse-2'

test('a password reset never bypasses the second factor, and lowers sessions that the old password raised', async () => {
  const person = await withApp()
  const { userId } = person
  const before = await fullSession(person)
  const { verificationCode = '' } = await users().passwordReset({
    userId,
    medium: { case: 'returnCode', value: {} },
  })
  const verification = { case: 'verificationCode', value: verificationCode } as const
  await users().setPassword({ userId, newPassword: { password: next }, verification })
  const { session } = await sessions().getSession({ sessionId: before.sessionId })
  expect(session?.factors?.password).toBeUndefined()
  expect(await refusalOf(auth(before.sessionToken).getMyUser({}))).toEqual(needsSecond)
  const user = { search: { case: 'userId', value: userId } } as const
  const after = await sessions().createSession({ checks: { user, password: { password: next } } })
  expect(await refusalOf(auth(after.sessionToken).getMyUser({}))).toEqual(needsSecond)
  expect((await eventTypesOf(server, userId)).filter((type) => type.includes('.otp.removed'))).toEqual([])
})

describe('a session that proved less than the person can changes nothing', () => {
  test('no factor, address, password or account, over any generation of the API', async () => {
    const { userId } = await withApp()
    const { sessionToken: token } = await passwordSession(server, userId)
    const v2 = users(token)
    const beta = server.client(UserServiceBeta, { token })
    const v1 = auth(token)
    const proof = { case: 'currentPassword', value: password } as const
    const newPassword = { password: next }
    const changes: readonly (() => Promise<unknown>)[] = [
      () => v2.removeTOTP({ userId }),
      () => beta.removeTOTP({ userId }),
      () => v1.removeMyAuthFactorOTP({}),
      () => v2.addOTPSMS({ userId }),
      () => beta.addOTPSMS({ userId }),
      () => v1.addMyAuthFactorOTPSMS({}),
      () => v2.addOTPEmail({ userId }),
      () => v1.addMyAuthFactorOTPEmail({}),
      () => v2.registerU2F({ userId }),
      () => v1.addMyAuthFactorU2F({}),
      () => v2.registerPasskey({ userId }),
      () => beta.registerPasskey({ userId }),
      () => v1.addMyPasswordless({}),
      () => v1.addMyPasswordlessLink({}),
      () => v1.sendMyPasswordlessLink({}),
      () => v2.setEmail({ userId, email: 'thief@mail.test' }),
      () => beta.setEmail({ userId, email: 'thief@mail.test' }),
      () => v1.setMyEmail({ email: 'thief@mail.test' }),
      () => v2.setPhone({ userId, phone: '+41791110000' }),
      () => v1.setMyPhone({ phone: '+41791110000' }),
      () => v1.removeMyPhone({}),
      () => v2.updateHumanUser({ userId, username: 'thief' }),
      () => v2.setPassword({ userId, newPassword, verification: proof }),
      () => beta.setPassword({ userId, newPassword, verification: proof }),
      () => v1.updateMyPassword({ oldPassword: password, newPassword: next }),
      () => v2.passwordReset({ userId }),
      () => v2.deleteUser({ userId }),
    ]
    const before = await eventTypesOf(server, userId)
    for (const change of changes) expect(await refusalOf(change())).toEqual(needsSecond)
    expect(await eventTypesOf(server, userId)).toEqual(before)
  })
})

test('after a change of factors a person ends all their other sessions themselves; ended ones open nothing', async () => {
  const person = await withApp()
  const [kept, other, third] = [
    await fullSession(person),
    await fullSession(person),
    await fullSession(person),
  ]
  const own = sessions(kept.sessionToken)
  const byUser = { query: { case: 'userIdQuery', value: { id: person.userId } } } as const
  const listed = (await own.listSessions({ queries: [byUser] })).sessions.map(({ id }) => id)
  expect(listed.sort()).toEqual([kept, other, third].map(({ sessionId }) => sessionId).sort())
  for (const sessionId of listed.filter((id) => id !== kept.sessionId)) await own.deleteSession({ sessionId })
  for (const { sessionToken } of [other, third]) {
    expect((await refusalOf(auth(sessionToken).getMyUser({}))).code).toBe('NotFound')
  }
  expect((await auth(kept.sessionToken).getMyUser({})).user?.id).toBe(person.userId)
})

test('each authentication gives a new token of 256 random bits, and the one before dies', async () => {
  const { userId } = await addPerson(server)
  const { sessionId, sessionToken: first } = await passwordSession(server, userId)
  const tokens = [first]
  for (let count = 0; count < 3; count++) {
    const { sessionToken } = await sessions().setSession({ sessionId, checks: { password: { password } } })
    expect((await refusalOf(auth(tokens.at(-1) ?? '').getMyUser({}))).code).toBe('PermissionDenied')
    tokens.push(sessionToken)
  }
  expect((await auth(tokens.at(-1) ?? '').getMyUser({})).user?.id).toBe(userId)
  const secrets = tokens.map((token) => Buffer.from(token.slice(-43), 'base64url'))
  expect(new Set(secrets.map((secret) => secret.toString('hex'))).size).toBe(4)
  for (const secret of secrets) expect(secret).toHaveLength(32)
})

test('the log keeps a dated record of every factor ever bound, also of removed ones', async () => {
  const { userId } = await withApp()
  await users().addOTPEmail({ userId })
  await users().removeOTPEmail({ userId })
  await users().removeTOTP({ userId })
  const bound = (await eventsOf(server, userId))
    .map(({ type }) => type)
    .filter((type) => type.includes('.mfa.'))
  expect(bound).toEqual([
    'user.human.mfa.otp.added',
    'user.human.mfa.otp.verified',
    'user.human.mfa.otp.email.added',
    'user.human.mfa.otp.email.removed',
    'user.human.mfa.otp.removed',
  ])
})

test('one-time codes keep six digits and ten minutes, whatever an administrator sets', async () => {
  const admin = server.client(AdminService)
  const generatorType = SecretGeneratorType.OTP_EMAIL
  await admin.updateSecretGenerator({ generatorType, length: 1, includeDigits: true })
  const { userId } = await addPerson(server)
  await users().addOTPEmail({ userId })
  const { sessionId } = await passwordSession(server, userId)
  const otpEmail = { deliveryType: { case: 'returnCode', value: {} } } as const
  const ask = async () => (await sessions().setSession({ sessionId, challenges: { otpEmail } })).challenges
  expect((await ask())?.otpEmail).toMatch(/^\d{6}$/)
  const code = (await ask())?.otpEmail ?? ''
  clock.advance(600)
  const late = await refusalOf(sessions().setSession({ sessionId, checks: { otpEmail: { code } } }))
  expect(late).toEqual({ code: 'FailedPrecondition', id: 'session.otp_expired' })
  await admin.updateSecretGenerator({
    generatorType,
    length: 8,
    expiry: { seconds: 300n },
    includeDigits: true,
  })
})

test('the time that counts is the server’s: a client says nothing that moves it', async () => {
  const { userId, secret } = await withApp()
  const user = { search: { case: 'userId', value: userId } } as const
  const later = codeAt(secret, new Date(clock.now().getTime() + 3_600_000))
  const headers = { date: new Date(clock.now().getTime() + 3_600_000).toUTCString() }
  const early = server.client(SessionService, { headers })
  const refused = await refusalOf(early.createSession({ checks: { user, totp: { code: later } } }))
  expect(refused.code).toBe('InvalidArgument')
})
