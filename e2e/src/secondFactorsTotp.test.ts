import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { AuthFactorState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, eventTypesOf, testClock, wrongCodeAt } from './factors.ts'
import { addPerson, password, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })

/** The three calls of one service, for one person. */
type App = {
  register(): Promise<{ secret: string; uri: string; details?: object | undefined }>
  verify(code: string): Promise<{ details?: object | undefined }>
  /** `secret` raises the person's session first where the person acts alone. */
  remove(secret?: string): Promise<{ details?: object | undefined }>
}

async function raisedToken(userId: string, secret?: string): Promise<string> {
  if (secret === undefined) return (await passwordSession(server, userId)).sessionToken
  clock.advance(30)
  const user = { search: { case: 'userId' as const, value: userId } }
  const totp = { code: codeAt(secret, clock.now()) }
  const checks = { user, password: { password }, totp }
  return (await server.client(SessionService).createSession({ checks })).sessionToken
}

const apis: Readonly<Record<string, (userId: string) => App>> = {
  'user.v2': (userId) => {
    const users = server.client(UserService)
    return {
      register: () => users.registerTOTP({ userId }),
      verify: (code) => users.verifyTOTPRegistration({ userId, code }),
      remove: () => users.removeTOTP({ userId }),
    }
  },
  'user.v2beta': (userId) => {
    const users = server.client(UserServiceBeta)
    return {
      register: () => users.registerTOTP({ userId }),
      verify: (code) => users.verifyTOTPRegistration({ userId, code }),
      remove: () => users.removeTOTP({ userId }),
    }
  },
  'auth.v1': (userId) => {
    const own = async (secret?: string) =>
      server.client(AuthService, { token: await raisedToken(userId, secret) })
    return {
      async register() {
        const { url, secret, details } = await (await own()).addMyAuthFactorOTP({})
        return { uri: url, secret, details }
      },
      verify: async (code) => (await own()).verifyMyAuthFactorOTP({ code }),
      remove: async (secret) => (await own(secret)).removeMyAuthFactorOTP({}),
    }
  },
}

const statesOf = async (userId: string) => {
  const states = [AuthFactorState.READY, AuthFactorState.NOT_READY]
  const { result } = await server.client(UserService).listAuthenticationFactors({ userId, states })
  return result.map(({ state, type }) => [type.case, AuthFactorState[state]])
}

describe.each(Object.keys(apis))('an authenticator app over %s', (name) => {
  const on = (userId: string): App => {
    const api = apis[name]
    if (!api) throw new Error('no such API')
    return api(userId)
  }

  test('is registered, proved, refused twice, removed, and registered again', async () => {
    const { userId, username } = await addPerson(server)
    const app = on(userId)
    const registered = await app.register()
    expect(registered.secret).toMatch(/^[A-Z2-7]{32}$/)
    const uri = new URL(registered.uri)
    expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp'])
    expect(decodeURIComponent(uri.pathname)).toMatch(new RegExp(`:${username}$`))
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
      secret: registered.secret,
      issuer: expect.stringMatching(/./),
    })
    expect(await statesOf(userId)).toEqual([['otp', 'NOT_READY']])
    await app.verify(codeAt(registered.secret, clock.now()))
    expect(await statesOf(userId)).toEqual([['otp', 'READY']])
    await app.remove(registered.secret)
    expect(await statesOf(userId)).toEqual([])
    const again = await app.register()
    expect(again.secret).not.toBe(registered.secret)
    expect(
      (await eventTypesOf(server, userId)).filter((type) => /otp\.(added|verified|removed)$/.test(type)),
    ).toEqual(['added', 'verified', 'removed', 'added'].map((verb) => `user.human.mfa.otp.${verb}`))
  })

  test('details name the event, and the instant as creation (v1 add) or change (everything else)', async () => {
    const { userId } = await addPerson(server)
    const app = on(userId)
    const common = { resourceOwner: server.first.orgId, sequence: expect.any(BigInt) }
    const instant = expect.objectContaining({ seconds: BigInt(Math.floor(clock.now().getTime() / 1000)) })
    const registered = await app.register()
    const added = name === 'auth.v1' ? { creationDate: instant } : { changeDate: instant }
    expect(registered.details).toMatchObject({ ...common, ...added })
    expect(registered.details).not.toHaveProperty(name === 'auth.v1' ? 'changeDate' : 'creationDate')
    const verified = await app.verify(codeAt(registered.secret, clock.now()))
    expect(verified.details).toMatchObject({ ...common, changeDate: instant })
    expect(verified.details).not.toHaveProperty('creationDate')
    const removed = await app.remove(registered.secret)
    expect(removed.details).toMatchObject({ resourceOwner: server.first.orgId })
    expect(removed.details).toHaveProperty('changeDate')
    expect(removed.details).not.toHaveProperty('creationDate')
  })

  test('a second registration replaces the pending seed', async () => {
    const { userId } = await addPerson(server)
    const app = on(userId)
    const first = await app.register()
    const second = await app.register()
    const stale = await refusalOf(app.verify(codeAt(first.secret, clock.now())))
    expect(stale).toEqual({ code: 'InvalidArgument', id: 'second_factor.wrong_code' })
    await app.verify(codeAt(second.secret, clock.now()))
    expect(await statesOf(userId)).toEqual([['otp', 'READY']])
  })

  test('a wrong code proves nothing, writes nothing and counts nothing', async () => {
    const { userId } = await addPerson(server)
    const app = on(userId)
    const { secret } = await app.register()
    const before = await eventTypesOf(server, userId)
    for (let tries = 0; tries < 12; tries++) {
      const wrong = await refusalOf(app.verify(wrongCodeAt(secret, clock.now())))
      expect(wrong).toEqual({ code: 'InvalidArgument', id: 'second_factor.wrong_code' })
    }
    const late = await refusalOf(app.verify(codeAt(secret, new Date(clock.now().getTime() - 90_000))))
    expect(late.code).toBe('InvalidArgument')
    const own = ['user.human.password.check.succeeded']
    expect((await eventTypesOf(server, userId)).filter((type) => !own.includes(type))).toEqual(
      before.filter((type) => !own.includes(type)),
    )
    await app.verify(codeAt(secret, new Date(clock.now().getTime() + 30_000)))
  })

  test('without an app there is nothing to prove or remove', async () => {
    const { userId } = await addPerson(server)
    const none = { code: 'NotFound', id: 'second_factor.not_found' }
    expect(await refusalOf(on(userId).verify('123456'))).toEqual(none)
    expect(await refusalOf(on(userId).remove())).toEqual(none)
  })

  test('a pending registration can be removed', async () => {
    const { userId } = await addPerson(server)
    await on(userId).register()
    await on(userId).remove()
    expect(await statesOf(userId)).toEqual([])
  })
})

test.each(['user.v2', 'user.v2beta'])(
  'a ready app over %s is neither proved nor registered again',
  async (name) => {
    const { userId } = await addPerson(server)
    const app = apis[name]?.(userId)
    const secret = await addApp(server, userId)
    const next = codeAt(secret, new Date(clock.now().getTime() + 30_000))
    expect(await refusalOf(app?.verify(next) ?? Promise.resolve())).toEqual({
      code: 'FailedPrecondition',
      id: 'second_factor.totp_already_verified',
    })
    expect(await refusalOf(app?.register() ?? Promise.resolve())).toEqual({
      code: 'AlreadyExists',
      id: 'second_factor.totp_exists',
    })
  },
)

test('the same for the person themselves, once the app was checked on their session', async () => {
  const { userId } = await addPerson(server)
  const secret = await addApp(server, userId)
  const own = server.client(AuthService, { token: await raisedToken(userId, secret) })
  expect((await refusalOf(own.verifyMyAuthFactorOTP({ code: '123456' }))).code).toBe('FailedPrecondition')
  expect((await refusalOf(own.addMyAuthFactorOTP({}))).code).toBe('AlreadyExists')
})

test('only people that exist can have an app; ids and codes are validated first', async () => {
  const users = server.client(UserService)
  const machine = await addMachine(server)
  const failed = { code: 'FailedPrecondition', id: 'second_factor.totp_needs_person' }
  expect(await refusalOf(users.registerTOTP({ userId: machine.userId }))).toEqual(failed)
  expect(await refusalOf(users.registerTOTP({ userId: 'nobody' }))).toEqual(failed)
  const own = server.client(AuthService, { token: machine.token })
  expect(await refusalOf(own.addMyAuthFactorOTP({}))).toEqual(failed)
  const { userId } = await addPerson(server)
  const long = 'x'.repeat(201)
  const invalid = { code: 'InvalidArgument', id: '' }
  expect(await refusalOf(users.registerTOTP({ userId: '' }))).toEqual(invalid)
  expect(await refusalOf(users.registerTOTP({ userId: long }))).toEqual(invalid)
  expect(await refusalOf(users.verifyTOTPRegistration({ userId, code: '' }))).toEqual(invalid)
  expect(await refusalOf(users.verifyTOTPRegistration({ userId, code: long }))).toEqual(invalid)
  expect(await refusalOf(users.removeTOTP({ userId: '' }))).toEqual(invalid)
  expect((await refusalOf(users.verifyTOTPRegistration({ userId: 'nobody', code: '1' }))).code).toBe(
    'NotFound',
  )
  expect((await refusalOf(users.removeTOTP({ userId: 'nobody' }))).code).toBe('NotFound')
})

test('two registrations at once leave one pending app, whose seed the last reply gave', async () => {
  const { userId } = await addPerson(server)
  const users = server.client(UserService)
  const both = await Promise.all([users.registerTOTP({ userId }), users.registerTOTP({ userId })])
  const at = clock.now()
  const outcomes = await Promise.allSettled(
    both.map(({ secret }) => users.verifyTOTPRegistration({ userId, code: codeAt(secret, at) })),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await statesOf(userId)).toEqual([['otp', 'READY']])
})
