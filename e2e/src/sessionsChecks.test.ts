import type { MessageInitShape } from '@bufbuild/protobuf'
import {
  SessionService,
  type SetSessionRequestSchema,
} from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, eventTypesOf, testClock, wrongCodeAt } from './factors.ts'
import { addPerson, byId, password } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine } from './tenants.ts'

type Request = Omit<MessageInitShape<typeof SetSessionRequestSchema>, '$typeName'>
const clock = testClock()

const server = await testServer({ clock })

const users = () => server.client(UserService)
const sessions = () => server.client(SessionService)
const byName = (name: string) => ({ user: { search: { case: 'loginName' as const, value: name } } })
const emailCode = { deliveryType: { case: 'returnCode' as const, value: {} } }

const both = { otpSms: { returnCode: true }, otpEmail: emailCode }
const factorsOf = async (sessionId: string) => (await sessions().getSession({ sessionId })).session?.factors

const person = await addPerson(server)
/** Has an app, and codes by both channels. */
const armed = { ...person, secret: await addApp(server, person.userId) }
/** Has a password only. */
const plain = await addPerson(server)
await users().addOTPSMS({ userId: armed.userId })
await users().addOTPEmail({ userId: armed.userId })

describe('successful checks', () => {
  test('every check leaves its factor on the session and its events on both streams', async () => {
    clock.advance(30)
    const { userId, secret } = armed
    const start = (await eventTypesOf(server, userId)).length
    const totp = { code: codeAt(secret, clock.now()) }
    const created = await sessions().createSession({
      checks: { ...byId(userId), password: { password }, totp },
      challenges: both,
    })
    const { otpSms, otpEmail } = created.challenges ?? {}
    expect([otpSms, otpEmail]).toEqual([expect.stringMatching(/^\d{8}$/), expect.stringMatching(/^\d{8}$/)])
    const { sessionId } = created
    await sessions().setSession({
      sessionId,
      checks: { otpSms: { code: otpSms ?? '' }, otpEmail: { code: otpEmail ?? '' } },
    })
    const { session } = await sessions().getSession({ sessionId })
    const verifiedAt = expect.objectContaining({ seconds: BigInt(Math.floor(clock.now().getTime() / 1000)) })
    expect(session?.factors).toMatchObject({
      user: {
        verifiedAt,
        id: userId,
        loginName: armed.username,
        displayName: expect.stringMatching(/^Pat Person/),
        organizationId: server.first.orgId,
      },
      password: { verifiedAt },
      totp: { verifiedAt },
      otpSms: { verifiedAt },
      otpEmail: { verifiedAt },
    })
    expect(session?.factors).not.toHaveProperty('webAuthN')
    expect(session?.factors).not.toHaveProperty('intent')
    expect((await eventTypesOf(server, userId)).slice(start)).toEqual([
      'user.human.password.check.succeeded',
      'user.human.mfa.otp.check.succeeded',
      'user.human.mfa.otp.sms.check.succeeded',
      'user.human.mfa.otp.email.check.succeeded',
    ])
    expect(await eventTypesOf(server, sessionId)).toEqual([
      'session.added',
      'session.user.checked',
      'session.password.checked',
      'session.totp.checked',
      'session.otp.sms.challenged',
      'session.otp.email.challenged',
      'session.token.set',
      'session.otp.sms.checked',
      'session.otp.email.checked',
      'session.token.set',
    ])
  })

  test('a login name finds its user whatever its case, and the same user may be checked again', async () => {
    const { sessionId } = await sessions().createSession({ checks: byName(plain.username.toUpperCase()) })
    expect((await factorsOf(sessionId))?.user?.id).toBe(plain.userId)
    clock.advance(5)
    await sessions().setSession({ sessionId, checks: byName(plain.username) })
    const checked = (await factorsOf(sessionId))?.user?.verifiedAt?.seconds
    expect(checked).toBe(BigInt(Math.floor(clock.now().getTime() / 1000)))
  })

  test('a code that is to be sent is not answered', async () => {
    const { sessionId } = await sessions().createSession({ checks: byId(armed.userId) })
    const otpEmail = {
      deliveryType: {
        case: 'sendCode' as const,
        value: { urlTemplate: 'https://x.test/?c={{.Code}}&u={{.UserID}}' },
      },
    }
    const { challenges } = await sessions().setSession({ sessionId, challenges: { otpSms: {}, otpEmail } })
    expect(challenges?.otpSms ?? '').toBe('')
    expect(challenges?.otpEmail ?? '').toBe('')
    expect((await eventTypesOf(server, sessionId)).slice(-3)).toEqual([
      'session.otp.sms.challenged',
      'session.otp.email.challenged',
      'session.token.set',
    ])
  })
})

type Start = 'nobody' | 'plain' | 'armed' | 'challenged'
const noUser = 'nobody' as const
const failures: readonly (readonly [string, Start, Request, string, string])[] = [
  ['unknown user id', noUser, { checks: byId('nobody') }, 'NotFound', 'session.user_not_found'],
  ['unknown login name', noUser, { checks: byName('nobody') }, 'NotFound', 'session.user_not_found'],
  ['empty search', noUser, { checks: { user: {} } }, 'Unimplemented', 'session.user_search_missing'],
  [
    'password without user',
    noUser,
    { checks: { password: { password } } },
    'FailedPrecondition',
    'session.password_without_user',
  ],
  [
    'app without user',
    noUser,
    { checks: { totp: { code: '123456' } } },
    'InvalidArgument',
    'session.totp_without_user',
  ],
  [
    'key without user',
    noUser,
    { checks: { webAuthN: { credentialAssertionData: {} } } },
    'FailedPrecondition',
    'session.key_without_user',
  ],
  [
    'intent of an identity provider',
    'plain',
    { checks: { idpIntent: { idpIntentId: 'i', idpIntentToken: 't' } } },
    'Unimplemented',
    'session.idp_intent_unimplemented',
  ],
  [
    'SMS code without user',
    noUser,
    { checks: { otpSms: { code: '1' } } },
    'InvalidArgument',
    'session.otp_without_user',
  ],
  [
    'e-mail code without user',
    noUser,
    { checks: { otpEmail: { code: '1' } } },
    'InvalidArgument',
    'session.otp_without_user',
  ],
  [
    'SMS challenge without user',
    noUser,
    { challenges: { otpSms: {} } },
    'FailedPrecondition',
    'session.challenge_without_user',
  ],
  [
    'e-mail challenge without user',
    noUser,
    { challenges: { otpEmail: emailCode } },
    'FailedPrecondition',
    'session.challenge_without_user',
  ],
  ['wrong password', 'plain', { checks: { password: { password: 'wrong' } } }, 'InvalidArgument', ''],
  [
    'app that is not set up',
    'plain',
    { checks: { totp: { code: '123456' } } },
    'FailedPrecondition',
    'second_factor.not_ready',
  ],
  [
    'SMS code without factor',
    'plain',
    { checks: { otpSms: { code: '1' } } },
    'FailedPrecondition',
    'second_factor.not_ready',
  ],
  [
    'e-mail code without factor',
    'plain',
    { checks: { otpEmail: { code: '1' } } },
    'FailedPrecondition',
    'second_factor.not_ready',
  ],
  [
    'SMS challenge without factor',
    'plain',
    { challenges: { otpSms: {} } },
    'FailedPrecondition',
    'second_factor.not_ready',
  ],
  [
    'e-mail challenge without factor',
    'plain',
    { challenges: { otpEmail: emailCode } },
    'FailedPrecondition',
    'second_factor.not_ready',
  ],
  ['app code too short', 'armed', { checks: { totp: { code: '12345' } } }, 'InvalidArgument', ''],
  ['app code too long', 'armed', { checks: { totp: { code: '1234567' } } }, 'InvalidArgument', ''],
  [
    'SMS code without challenge',
    'armed',
    { checks: { otpSms: { code: '1' } } },
    'FailedPrecondition',
    'session.otp_not_challenged',
  ],
  [
    'e-mail code without challenge',
    'armed',
    { checks: { otpEmail: { code: '1' } } },
    'FailedPrecondition',
    'session.otp_not_challenged',
  ],
  ['empty SMS code', 'challenged', { checks: { otpSms: { code: '' } } }, 'InvalidArgument', ''],
  ['empty e-mail code', 'challenged', { checks: { otpEmail: { code: '' } } }, 'InvalidArgument', ''],
  [
    'wrong SMS code',
    'challenged',
    { checks: { otpSms: { code: 'x' } } },
    'InvalidArgument',
    'second_factor.wrong_code',
  ],
  [
    'wrong e-mail code',
    'challenged',
    { checks: { otpEmail: { code: 'x' } } },
    'InvalidArgument',
    'second_factor.wrong_code',
  ],
  [
    'broken link template',
    'armed',
    { challenges: { otpEmail: sendTo('https://x.test/{{.Code') } },
    'InvalidArgument',
    '',
  ],
  [
    'link template with a foreign field',
    'armed',
    { challenges: { otpEmail: sendTo('{{.Password}}') } },
    'InvalidArgument',
    '',
  ],
]

function sendTo(urlTemplate: string) {
  return { deliveryType: { case: 'sendCode' as const, value: { urlTemplate } } }
}

describe('failed checks leave the session as it was', () => {
  const startOf = async (start: Start) => {
    if (start === 'nobody') return sessions().createSession({})
    const { userId } = start === 'plain' ? plain : armed
    const created = await sessions().createSession({ checks: byId(userId) })
    if (start !== 'challenged') return created
    const { sessionId } = created
    return { sessionId, ...(await sessions().setSession({ sessionId, challenges: both })) }
  }

  test.each(failures)('%s', async (_name, start, request, code, id) => {
    const { sessionId, sessionToken } = await startOf(start)
    const before = await sessions().getSession({ sessionId, sessionToken })
    const metadata = { kept: new Uint8Array([1]) }
    const refusal = await refusalOf(sessions().setSession({ ...request, sessionId, metadata }))
    expect(refusal.code).toBe(code)
    if (id !== '') expect(refusal.id).toBe(id)
    expect(await sessions().getSession({ sessionId, sessionToken })).toEqual(before)
  })

  test('only the first failure counts; checks that passed before it in the request are lost', async () => {
    const { userId, secret } = armed
    clock.advance(30)
    const start = (await eventTypesOf(server, userId)).length
    const checks = {
      ...byId(userId),
      password: { password },
      totp: { code: wrongCodeAt(secret, clock.now()) },
    }
    expect((await refusalOf(sessions().createSession({ checks }))).code).toBe('InvalidArgument')
    expect((await eventTypesOf(server, userId)).slice(start)).toEqual(['user.human.mfa.otp.check.failed'])
    await sessions().createSession({ checks: { ...checks, totp: { code: codeAt(secret, clock.now()) } } })
  })

  test('a wrong password says how often it was wrong, and success resets the count', async () => {
    const { userId } = await addPerson(server)
    const attempt = (guess: string) =>
      sessions().createSession({ checks: { ...byId(userId), password: { password: guess } } })
    expect(await refusalOf(attempt('wrong'))).toMatchObject({ code: 'InvalidArgument', failedAttempts: 1 })
    expect(await refusalOf(attempt('wrong'))).toMatchObject({ code: 'InvalidArgument', failedAttempts: 2 })
    const queries = [{ query: { case: 'userIdQuery' as const, value: { id: userId } } }]
    expect((await sessions().listSessions({ queries })).sessions, 'no session comes of it').toEqual([])
    await attempt(password)
    expect(await refusalOf(attempt('wrong'))).toMatchObject({ code: 'InvalidArgument', failedAttempts: 1 })
  })

  test('a session belongs to one user for good', async () => {
    const { sessionId } = await sessions().createSession({ checks: byId(plain.userId) })
    const other = await refusalOf(sessions().setSession({ sessionId, checks: byId(armed.userId) }))
    expect(other).toEqual({ code: 'InvalidArgument', id: 'session.other_user' })
    expect((await factorsOf(sessionId))?.user?.id).toBe(plain.userId)
  })

  test('machines, and people without one, have no password to check', async () => {
    const { userId: machine } = await addMachine(server)
    const { userId: person } = await users().addHumanUser({
      profile: { givenName: 'No', familyName: 'Password' },
      email: { email: 'no-password@example.test', verification: { case: 'isVerified', value: true } },
    })
    for (const userId of [machine, person]) {
      const checks = { ...byId(userId), password: { password } }
      expect((await refusalOf(sessions().createSession({ checks }))).code).toBe('FailedPrecondition')
    }
  })
})
