import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { type Protocol, testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, eventTypesOf, testClock, wrongCodeAt } from './factors.ts'
import { addPerson, byId, password } from './people.ts'
import { refusalOf } from './refusal.ts'

const clock = testClock()
const server = await testServer({ clock })

const users = () => server.client(UserService)
const sessions = (protocol: Protocol = 'connect') => server.client(SessionService, { protocol })
const protocols: readonly Protocol[] = ['grpc', 'grpc-web', 'connect']
const wrongCode = { code: 'InvalidArgument', id: 'second_factor.wrong_code' }
const usedCode = { code: 'InvalidArgument', id: 'second_factor.totp_code_used' }
const sessionOf = async (userId: string) =>
  (await sessions().createSession({ checks: byId(userId) })).sessionId
const reasonOf = (outcome: PromiseSettledResult<unknown>): unknown =>
  outcome.status === 'rejected' ? outcome.reason : undefined
const fulfilled = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  outcomes.filter(({ status }) => status === 'fulfilled').length

describe('a step of an authenticator app is accepted once', () => {
  const checkTotp = (sessionId: string, code: string, protocol?: Protocol) =>
    sessions(protocol).setSession({ sessionId, checks: { totp: { code } } })

  test('the code that proved the app raises no session', async () => {
    const { userId } = await addPerson(server)
    const secret = await addApp(server, userId)
    const sessionId = await sessionOf(userId)
    expect(await refusalOf(checkTotp(sessionId, codeAt(secret, clock.now())))).toEqual(usedCode)
  })

  test('not again on the same session, another session, or after a newer step', async () => {
    const { userId } = await addPerson(server)
    const secret = await addApp(server, userId)
    const [one, two] = [await sessionOf(userId), await sessionOf(userId)]
    clock.advance(30)
    const current = codeAt(secret, clock.now())
    const next = codeAt(secret, new Date(clock.now().getTime() + 30_000))
    await checkTotp(one, current)
    expect(await refusalOf(checkTotp(one, current))).toEqual(usedCode)
    expect(await refusalOf(checkTotp(two, current))).toEqual(usedCode)
    await checkTotp(two, next)
    expect(await refusalOf(checkTotp(one, current))).toEqual(usedCode)
    expect(await refusalOf(checkTotp(one, next))).toEqual(usedCode)
    const failures = (await eventTypesOf(server, userId)).filter((type) => type.endsWith('otp.check.failed'))
    expect(failures, 'a used code is no guess').toEqual([])
  })

  test('16 clients at once on 16 sessions: one is raised, the others hear that the code was used, and none counts as a guess', async () => {
    const { userId } = await addPerson(server)
    const secret = await addApp(server, userId)
    clock.advance(30)
    const code = codeAt(secret, clock.now())
    const ids = await Promise.all(Array.from({ length: 16 }, () => sessionOf(userId)))
    const outcomes = await Promise.allSettled(
      ids.map((id, index) => checkTotp(id, code, protocols[index % 3])),
    )
    expect(fulfilled(outcomes)).toBe(1)
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    const refusals = await Promise.all(refused.map((outcome) => refusalOf(Promise.reject(reasonOf(outcome)))))
    expect(refusals).toEqual(refused.map(() => usedCode))
    expect(await eventTypesOf(server, userId)).not.toContain('user.human.mfa.otp.check.failed')
    const raised = await Promise.all(ids.map((sessionId) => sessions().getSession({ sessionId })))
    expect(raised.filter(({ session }) => session?.factors?.totp)).toHaveLength(1)
  })

  test('a used code says so only until it would be too old, never to a locked user, and resets no count', async () => {
    const { userId } = await addPerson(server)
    const secret = await addApp(server, userId)
    const sessionId = await sessionOf(userId)
    const used = codeAt(secret, clock.now())
    for (let count = 0; count < 9; count++) {
      await refusalOf(checkTotp(sessionId, wrongCodeAt(secret, clock.now())))
      expect(await refusalOf(checkTotp(sessionId, used))).toEqual(usedCode)
    }
    expect(await refusalOf(checkTotp(sessionId, wrongCodeAt(secret, clock.now())))).toEqual(wrongCode)
    expect((await refusalOf(checkTotp(sessionId, used))).id).toBe('second_factor.user_locked')
    clock.advance(900)
    expect(await refusalOf(checkTotp(sessionId, used))).toEqual(wrongCode)
  })

  test('a code is good for its own step and one neighbour each way', async () => {
    const { userId } = await addPerson(server)
    const secret = await addApp(server, userId, new Date(clock.now().getTime() - 30_000))
    const at = (seconds: number) => codeAt(secret, new Date(clock.now().getTime() + seconds * 1000))
    clock.advance(300)
    for (const seconds of [-90, -60, 60, 90]) {
      expect(await refusalOf(checkTotp(await sessionOf(userId), at(seconds)))).toEqual(wrongCode)
    }
    for (const seconds of [-30, 0, 30]) await checkTotp(await sessionOf(userId), at(seconds))
  })
})

describe.each(['otpSms', 'otpEmail'] as const)(
  'a code by %s is accepted once, on the session that asked',
  (kind) => {
    const challenge =
      kind === 'otpSms'
        ? { otpSms: { returnCode: true } }
        : { otpEmail: { deliveryType: { case: 'returnCode' as const, value: {} } } }
    const add = (userId: string) =>
      kind === 'otpSms' ? users().addOTPSMS({ userId }) : users().addOTPEmail({ userId })
    const remove = (userId: string) =>
      kind === 'otpSms' ? users().removeOTPSMS({ userId }) : users().removeOTPEmail({ userId })
    const ask = async (sessionId: string) =>
      (await sessions().setSession({ sessionId, challenges: challenge })).challenges?.[kind] ?? ''
    const check = (sessionId: string, code: string, protocol?: Protocol) =>
      sessions(protocol).setSession({ sessionId, checks: { [kind]: { code } } })
    const notChallenged = { code: 'FailedPrecondition', id: 'session.otp_not_challenged' }
    const armed = async () => {
      const { userId } = await addPerson(server)
      await add(userId)
      return { userId, sessionId: await sessionOf(userId) }
    }

    test('not again', async () => {
      const { sessionId } = await armed()
      const code = await ask(sessionId)
      await check(sessionId, code)
      expect(await refusalOf(check(sessionId, code))).toEqual(notChallenged)
    })

    test('not on another session of the same person', async () => {
      const { userId, sessionId } = await armed()
      const other = await sessionOf(userId)
      const code = await ask(sessionId)
      expect(await refusalOf(check(other, code))).toEqual(notChallenged)
      await ask(other)
      expect(await refusalOf(check(other, code))).toEqual(wrongCode)
      await check(sessionId, code)
    })

    test('not when a newer one was requested; a wrong one leaves it open', async () => {
      const { sessionId } = await armed()
      const old = await ask(sessionId)
      const code = await ask(sessionId)
      expect(await refusalOf(check(sessionId, old))).toEqual(wrongCode)
      await check(sessionId, code)
    })

    test('not after five minutes', async () => {
      const { userId, sessionId } = await armed()
      const late = await ask(sessionId)
      clock.advance(300)
      expect(await refusalOf(check(sessionId, late))).toEqual({
        code: 'FailedPrecondition',
        id: 'session.otp_expired',
      })
      expect((await eventTypesOf(server, userId)).at(-1)).toMatch(/check\.failed$/)
      const code = await ask(sessionId)
      clock.advance(299)
      await check(sessionId, code)
    })

    test('not after its factor went and came back', async () => {
      const { userId, sessionId } = await armed()
      const code = await ask(sessionId)
      await remove(userId)
      await add(userId)
      expect(await refusalOf(check(sessionId, code))).toEqual(notChallenged)
    })

    test('not once the address to which it was sent is no longer the person’s', async () => {
      const { userId, sessionId } = await armed()
      const code = await ask(sessionId)
      const verification = { case: 'isVerified' as const, value: true }
      if (kind === 'otpSms') await users().setPhone({ userId, phone: '+41795550303', verification })
      else await users().setEmail({ userId, email: `moved-${userId}@example.test`, verification })
      expect((await refusalOf(check(sessionId, code))).code).toBe('FailedPrecondition')
    })

    test('not by 16 clients at once', async () => {
      const { userId, sessionId } = await armed()
      const code = await ask(sessionId)
      const outcomes = await Promise.allSettled(
        Array.from({ length: 16 }, (_, index) => check(sessionId, code, protocols[index % 3])),
      )
      expect(fulfilled(outcomes)).toBe(1)
      const succeeded = (await eventTypesOf(server, userId)).filter((type) =>
        type.endsWith('check.succeeded'),
      )
      expect(succeeded).toHaveLength(1)
    })
  },
)

test('a code of one channel is nothing on the other', async () => {
  const { userId } = await addPerson(server)
  await users().addOTPSMS({ userId })
  await users().addOTPEmail({ userId })
  const { sessionId, challenges } = await sessions().createSession({
    checks: byId(userId),
    challenges: {
      otpSms: { returnCode: true },
      otpEmail: { deliveryType: { case: 'returnCode', value: {} } },
    },
  })
  const swapped = { otpSms: { code: challenges?.otpEmail ?? '' } }
  expect(await refusalOf(sessions().setSession({ sessionId, checks: swapped }))).toEqual(wrongCode)
})

test('of all tokens a session ever had, the newest alone opens the API', async () => {
  const { userId } = await addPerson(server)
  const { sessionId, sessionToken } = await sessions().createSession({
    checks: { ...byId(userId), password: { password } },
  })
  const tokens = [sessionToken]
  for (const protocol of protocols) {
    const metadata = { by: new TextEncoder().encode(protocol) }
    tokens.push((await sessions(protocol).setSession({ sessionId, metadata })).sessionToken)
  }
  expect(new Set(tokens).size).toBe(4)
  const newest = tokens.pop() ?? ''
  for (const token of tokens) {
    expect(await refusalOf(server.client(AuthService, { token }).getMyUser({}))).toEqual({
      code: 'PermissionDenied',
      id: 'auth.session_token_superseded',
    })
  }
  const tail = newest.slice(-43)
  const forged = newest.slice(0, -43) + (tail.startsWith('A') ? 'B' : 'A') + tail.slice(1)
  expect((await refusalOf(server.client(AuthService, { token: forged }).getMyUser({}))).code).toBe(
    'Unauthenticated',
  )
  expect((await server.client(AuthService, { token: newest }).getMyUser({})).user?.id).toBe(userId)
})
