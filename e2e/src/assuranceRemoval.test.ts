import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { sessionTasks } from '../../server/src/features/sessions/tasks.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, eventsOf, eventTypesOf, testClock } from './factors.ts'
import { addPerson, password, passwordSession } from './people.ts'
import { refusalOf, statusOf } from './refusal.ts'

const clock = testClock()
const server = await testServer({ clock })

const users = () => server.client(UserService)
const sessions = () => server.client(SessionService)
const management = () => server.client(ManagementService)
const factorsOf = async (sessionId: string) => {
  const { user, ...factors } = (await sessions().getSession({ sessionId })).session?.factors ?? {}
  expect(user?.id).toBeDefined()
  return ['password', 'totp', 'otpSms', 'otpEmail'].filter((name) => Object.keys(factors).includes(name))
}

/** A person with every one-time-code factor. */
async function armedPerson() {
  const { userId } = await addPerson(server)
  const secret = await addApp(server, userId)
  await users().addOTPSMS({ userId })
  await users().addOTPEmail({ userId })
  return { userId, secret }
}

/** A session with a proof of every factor of the person. */
async function fullSession({ userId, secret }: { userId: string; secret: string }) {
  clock.advance(30)
  const { sessionId, challenges } = await sessions().createSession({
    checks: {
      user: { search: { case: 'userId', value: userId } },
      password: { password },
      totp: { code: codeAt(secret, clock.now()) },
    },
    challenges: {
      otpSms: { returnCode: true },
      otpEmail: { deliveryType: { case: 'returnCode', value: {} } },
    },
  })
  const { sessionToken } = await sessions().setSession({
    sessionId,
    checks: {
      otpSms: { code: challenges?.otpSms ?? '' },
      otpEmail: { code: challenges?.otpEmail ?? '' },
    },
  })
  return { sessionId, sessionToken }
}

type Removal = {
  readonly by: string
  readonly factor: 'totp' | 'otpSms' | 'otpEmail' | 'password'
  readonly cause: string
  readonly remove: (userId: string, ownToken: string) => Promise<unknown>
}
const own = (token: string) => server.client(AuthService, { token })
const totp = { factor: 'totp', cause: 'user.human.mfa.otp.removed' } as const
const sms = { factor: 'otpSms', cause: 'user.human.mfa.otp.sms.removed' } as const
const email = { factor: 'otpEmail', cause: 'user.human.mfa.otp.email.removed' } as const
const returned = { case: 'returnCode', value: {} } as const
const removals: readonly Removal[] = [
  { by: 'user.v2 RemoveTOTP', ...totp, remove: (userId) => users().removeTOTP({ userId }) },
  { by: 'user.v2 RemoveOTPSMS', ...sms, remove: (userId) => users().removeOTPSMS({ userId }) },
  { by: 'user.v2 RemoveOTPEmail', ...email, remove: (userId) => users().removeOTPEmail({ userId }) },
  {
    by: 'user.v2 RemovePhone',
    factor: 'otpSms',
    cause: 'user.human.phone.removed',
    remove: (userId) => users().removePhone({ userId }),
  },
  {
    by: 'user.v2 SetPhone',
    factor: 'otpSms',
    cause: 'user.human.phone.changed',
    remove: (userId) => users().setPhone({ userId, phone: '+41795550101', verification: returned }),
  },
  {
    by: 'user.v2 SetEmail',
    factor: 'otpEmail',
    cause: 'user.human.email.changed',
    remove: (userId) =>
      users().setEmail({ userId, email: `moved-${userId}@example.test`, verification: returned }),
  },
  {
    by: 'auth.v1 RemoveMyAuthFactorOTP',
    ...totp,
    remove: (_, token) => own(token).removeMyAuthFactorOTP({}),
  },
  {
    by: 'auth.v1 RemoveMyAuthFactorOTPSMS',
    ...sms,
    remove: (_, token) => own(token).removeMyAuthFactorOTPSMS({}),
  },
  {
    by: 'auth.v1 RemoveMyAuthFactorOTPEmail',
    ...email,
    remove: (_, token) => own(token).removeMyAuthFactorOTPEmail({}),
  },
  {
    by: 'management.v1 RemoveHumanAuthFactorOTP',
    ...totp,
    remove: (userId) => management().removeHumanAuthFactorOTP({ userId }),
  },
  {
    by: 'management.v1 RemoveHumanAuthFactorOTPSMS',
    ...sms,
    remove: (userId) => management().removeHumanAuthFactorOTPSMS({ userId }),
  },
  {
    by: 'management.v1 RemoveHumanAuthFactorOTPEmail',
    ...email,
    remove: (userId) => management().removeHumanAuthFactorOTPEmail({ userId }),
  },
  {
    by: 'user.v2 SetPassword',
    factor: 'password',
    cause: 'user.human.password.changed',
    remove: (userId) => users().setPassword({ userId, newPassword: { password: 'Another-Horse-2' } }),
  },
]

describe('a removed factor lowers every session that it raised', () => {
  test.each(removals)('$by', async ({ factor, cause, remove }) => {
    const person = await armedPerson()
    const first = await fullSession(person)
    const second = await fullSession(person)
    const bystander = await fullSession(await armedPerson())
    await remove(person.userId, first.sessionToken)
    const rest = ['password', 'totp', 'otpSms', 'otpEmail'].filter((name) => name !== factor)
    for (const { sessionId } of [first, second]) {
      expect(await factorsOf(sessionId)).toEqual(rest)
      const lowered = { type: 'session.factor.removed', payload: { factor, cause } }
      expect((await eventsOf(server, sessionId)).filter(({ type }) => type === lowered.type)).toEqual([
        lowered,
      ])
    }
    expect(await factorsOf(bystander.sessionId)).toHaveLength(4)
    expect(await transactionsOf(person.userId, cause, [first.sessionId, second.sessionId])).toBe(1)
  })

  /** Returns the number of transactions that appended the removal and its effects on sessions. */
  async function transactionsOf(userId: string, cause: string, sessionIds: readonly string[]) {
    const rows = await server.testDatabase.database.query<{ xact: string }>(
      `(select xact::text as xact from events where stream_id = $1 and type = $2 order by sequence desc limit 1)
        union select xact::text from events where stream_id = any($3) and type = 'session.factor.removed'`,
      [userId, cause, sessionIds],
    )
    return rows.length
  }

  test('the token loses the level with the session, at the very next request', async () => {
    const { userId } = await addPerson(server)
    const secret = await addApp(server, userId)
    clock.advance(30)
    const { sessionToken } = await sessions().createSession({
      checks: {
        user: { search: { case: 'userId', value: userId } },
        totp: { code: codeAt(secret, clock.now()) },
        password: { password },
      },
    })
    await own(sessionToken).getMyUser({})
    await users().setPassword({ userId, newPassword: { password: 'Another-Horse-2' } })
    expect(await refusalOf(own(sessionToken).getMyUser({}))).toEqual({
      code: 'PermissionDenied',
      id: 'assurance.second_factor_required',
    })
    await users().removeTOTP({ userId })
    expect(await refusalOf(own(sessionToken).getMyUser({}))).toEqual({
      code: 'PermissionDenied',
      id: 'assurance.no_check',
    })
  })

  test('an app added again does not restore the level', async () => {
    const person = await armedPerson()
    const { sessionId, sessionToken } = await fullSession(person)
    await users().removeTOTP({ userId: person.userId })
    await addApp(server, person.userId)
    expect(await factorsOf(sessionId)).not.toContain('totp')
    expect((await refusalOf(own(sessionToken).getMyUser({}))).id).toBe('assurance.second_factor_required')
  })

  test('sessions without a proof by the factor get no event', async () => {
    const person = await armedPerson()
    const { sessionId } = await sessions().createSession({
      checks: { user: { search: { case: 'userId', value: person.userId } }, password: { password } },
    })
    const before = await eventTypesOf(server, sessionId)
    await users().removeTOTP({ userId: person.userId })
    expect(await eventTypesOf(server, sessionId)).toEqual(before)
  })

  test('a concurrent proof and removal never leave a raised session', async () => {
    for (let round = 0; round < 4; round++) {
      const person = await armedPerson()
      const { userId } = person
      clock.advance(30)
      const { sessionId } = await sessions().createSession({
        checks: { user: { search: { case: 'userId', value: userId } } },
      })
      const code = codeAt(person.secret, clock.now())
      await Promise.allSettled([
        sessions().setSession({ sessionId, checks: { totp: { code } } }),
        users().removeTOTP({ userId }),
      ])
      expect(await factorsOf(sessionId)).toEqual([])
    }
  })
})

describe('a person who is locked, deactivated or removed loses every session', () => {
  test('also one that a concurrent request bound to them, by the job that follows', async () => {
    const { userId } = await addPerson(server)
    const { sessionId } = await passwordSession(server, userId)
    const at = clock.now().toISOString()
    clock.advance(1)
    const { sessionId: newer } = await passwordSession(server, userId)
    const { instanceId } = server.first
    const [endMissed] = sessionTasks(server.product.deps)
    await endMissed?.run({ instanceId, userId, cause: 'user.deactivated', at })
    expect((await refusalOf(sessions().getSession({ sessionId }))).code).toBe('NotFound')
    expect(await factorsOf(newer)).toEqual(['password'])
  })

  const endings = {
    'user.removed': (userId: string) => users().deleteUser({ userId }),
    'user.deactivated': (userId: string) => users().deactivateUser({ userId }),
    'user.locked': (userId: string) => users().lockUser({ userId }),
  }
  test.each(Object.entries(endings))('%s', async (cause, end) => {
    const person = await armedPerson()
    const full = await fullSession(person)
    const { sessionId: empty } = await sessions().createSession({
      checks: { user: { search: { case: 'userId', value: person.userId } } },
    })
    const bystander = await fullSession(await armedPerson())
    await end(person.userId)
    for (const sessionId of [full.sessionId, empty]) {
      expect((await refusalOf(sessions().getSession({ sessionId }))).code).toBe('NotFound')
      expect((await eventsOf(server, sessionId)).at(-1)).toEqual({
        type: 'session.terminated',
        payload: { cause },
      })
    }
    expect(await statusOf(own(full.sessionToken).getMyUser({}))).toBe('NotFound')
    const { sessions: left } = await sessions().listSessions({
      queries: [{ query: { case: 'userIdQuery', value: { id: person.userId } } }],
    })
    expect(left).toEqual([])
    expect(await factorsOf(bystander.sessionId)).toHaveLength(4)
  })
})
