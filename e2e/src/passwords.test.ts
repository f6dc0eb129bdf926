import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { addPerson, password, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg, changedDetails, inOrg, outcome } from './tenants.ts'
import { addHuman, addSelf, outcomes, readHuman, readUser } from './userFixtures.ts'

const clock = testClock()
const server = await testServer({ clock })

const next = 'Another-Horse-2'
const users = (token?: string) => server.client(UserService, token ? { token } : {})
const management = (org = orgId) => server.client(ManagementService, { headers: inOrg(org) })
type Verification =
  | { readonly case: 'currentPassword' | 'verificationCode'; readonly value: string }
  | { readonly case: undefined }
const present = (value: string) => ({ case: 'currentPassword', value }) as const
const none = { case: undefined } as const
const set = (userId: string, word = next, verification: Verification = none, token?: string) =>
  users(token).setPassword({ userId, newPassword: { password: word }, verification })

async function logsIn(userId: string, word: string): Promise<boolean> {
  const user = { search: { case: 'userId', value: userId } } as const
  const session = server
    .client(SessionService)
    .createSession({ checks: { user, password: { password: word } } })
  return (await outcome(session)) === 'ok'
}

/** The methods that set a password without a proof, and whether the next login must set another one. */
const ways: readonly (readonly [string, (userId: string) => Promise<{ details?: unknown }>, boolean])[] = [
  ['SetPassword', (userId) => set(userId), false],
  [
    'SetPassword, change required',
    (userId) => users().setPassword({ userId, newPassword: { password: next, changeRequired: true } }),
    true,
  ],
  ['SetHumanPassword', (userId) => management().setHumanPassword({ userId, password: next }), true],
  [
    'SetHumanPassword, no change required',
    (userId) => management().setHumanPassword({ userId, password: next, noChangeRequired: true }),
    false,
  ],
  [
    'SetHumanInitialPassword',
    (userId) => management().setHumanInitialPassword({ userId, password: next }),
    true,
  ],
]

const orgId = server.first.orgId

describe('by right', () => {
  test.each(ways)('%s', async (_, call, changeRequired) => {
    const { userId } = await addPerson(server)
    clock.advance(1)
    const before = await eventTypesOf(server, userId)
    const { details } = await call(userId)
    expect(details).toEqual(changedDetails(orgId, BigInt(before.length + 1)))
    expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.human.password.changed')
    const human = await readHuman(server, userId)
    expect(human.passwordChangeRequired).toBe(changeRequired)
    expect(human.passwordChanged).toEqual((await readUser(server, userId)).details?.changeDate)
    expect([await logsIn(userId, password), await logsIn(userId, next)]).toEqual([false, true])
  })

  test('unknown users, machines and, for v1, other organizations are missing', async () => {
    const { userId } = await addPerson(server)
    const { userId: robot } = await addMachine(server)
    const elsewhere = management((await addOrg(server)).orgId)
    const calls = [
      set('404'),
      set(robot),
      management().setHumanPassword({ userId: '404', password: next }),
      management().setHumanInitialPassword({ userId: robot, password: next }),
      elsewhere.setHumanPassword({ userId, password: next }),
      elsewhere.setHumanInitialPassword({ userId, password: next }),
    ]
    expect(await outcomes(calls)).toEqual(Array(6).fill('FailedPrecondition user.missing'))
    expect(await logsIn(userId, password)).toBe(true)
  })

  test('a password is required and must meet the policy of the person’s organization', async () => {
    const { orgId: strict } = await addOrg(server)
    await management(strict).addCustomPasswordComplexityPolicy({ minLength: 20n })
    const { userId } = await addHuman(server, {}, inOrg(strict))
    expect(await outcome(users().setPassword({ userId }))).toMatch(/^InvalidArgument/)
    expect(await outcome(set(userId, password))).toBe('InvalidArgument password.too_short')
    await expect(set(userId, password)).rejects.toThrow(
      'the password is shorter than the 20 characters that the organization demands; choose a longer one',
    )
    expect(
      await outcome(management(strict).setHumanPassword({ userId, password })),
      'v1 applies the same policy',
    ).toBe('InvalidArgument password.too_short')
    await set(userId, 'a'.repeat(20))
    const inside = (await addPerson(server)).userId
    expect(await outcome(set(inside, 'a'.repeat(20)))).toBe('InvalidArgument password.no_uppercase')
  })
})

describe('by the present password', () => {
  const own: readonly (readonly [
    string,
    (token: string, userId: string, old: string) => Promise<unknown>,
  ])[] = [
    ['SetPassword', (token, userId, old) => set(userId, next, present(old), token)],
    [
      'UpdateMyPassword',
      (token, _, oldPassword) =>
        server.client(AuthService, { token }).updateMyPassword({ oldPassword, newPassword: next }),
    ],
    [
      'UpdateHumanUser',
      (token, userId, old) =>
        users(token).updateHumanUser({
          userId,
          password: {
            passwordType: { case: 'password', value: { password: next } },
            verification: present(old),
          },
        }),
    ],
    [
      'UpdateUser',
      (token, userId, old) =>
        users(token).updateUser({
          userId,
          userType: {
            case: 'human',
            value: {
              password: {
                passwordType: { case: 'password', value: { password: next } },
                verification: present(old),
              },
            },
          },
        }),
    ],
  ]
  test.each(own)('%s: accepts the present password and counts a wrong one', async (_, call) => {
    const { userId, token } = await addSelf(server)
    expect(await refusalOf(call(token, userId, 'wrong'))).toMatchObject({
      code: 'InvalidArgument',
      failedAttempts: 1,
    })
    expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.human.password.check.failed')
    expect((await refusalOf(call(token, userId, 'wrong'))).failedAttempts).toBe(2)
    await call(token, userId, password)
    expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.human.password.changed')
    expect([await logsIn(userId, password), await logsIn(userId, next)]).toEqual([false, true])
    expect((await readHuman(server, userId)).passwordChangeRequired).toBe(false)
  })

  test('the same password is refused and not counted as a failure', async () => {
    const { userId } = await addPerson(server)
    const before = await eventTypesOf(server, userId)
    expect(await outcome(set(userId, password, present(password)))).toBe(
      'FailedPrecondition password.unchanged',
    )
    expect(await eventTypesOf(server, userId)).toEqual(before)
  })

  test('a person without a password is refused', async () => {
    const { userId } = await addHuman(server)
    expect(await outcome(set(userId, next, present(password)))).toBe('FailedPrecondition password.not_set')
  })

  test('failures count together with those of logins, and a change resets them', async () => {
    const { userId } = await addPerson(server)
    const user = { search: { case: 'userId', value: userId } } as const
    const check = (word: string) =>
      server.client(SessionService).createSession({ checks: { user, password: { password: word } } })
    for (let count = 1; count <= 4; count++) {
      expect((await refusalOf(check('wrong'))).failedAttempts).toBe(2 * count - 1)
      expect((await refusalOf(set(userId, next, present('wrong')))).failedAttempts).toBe(2 * count)
    }
    await set(userId, next, present(password))
    expect((await refusalOf(check('wrong'))).failedAttempts).toBe(1)
  })

  test('the attempt that reaches the policy’s limit locks; then the right password is refused too', async () => {
    const { orgId: strict } = await addOrg(server)
    await management(strict).addCustomLockoutPolicy({ maxPasswordAttempts: 3 })
    const { userId } = await addPerson(server, { headers: inOrg(strict) })
    for (let count = 1; count <= 3; count++)
      expect((await refusalOf(set(userId, next, present('wrong')))).failedAttempts).toBe(count)
    expect((await eventTypesOf(server, userId)).slice(-2)).toEqual([
      'user.human.password.check.failed',
      'user.locked',
    ])
    expect(await refusalOf(set(userId, next, present(password)))).toMatchObject({
      code: 'FailedPrecondition',
      failedAttempts: 3,
    })
    await users().unlockUser({ userId })
    expect((await refusalOf(set(userId, next, present('wrong')))).failedAttempts).toBe(1)
    await set(userId, next, present(password))
  })

  test('auth.v1 refuses a weak password, the same one, and any while the account is locked', async () => {
    const { userId, token } = await addSelf(server)
    const change = (newPassword: string, oldPassword = password) =>
      outcome(server.client(AuthService, { token }).updateMyPassword({ oldPassword, newPassword }))
    expect(await change('short')).toBe('InvalidArgument password.too_short')
    expect(await change(password)).toBe('FailedPrecondition password.unchanged')
    const policy = { maxPasswordAttempts: 1, maxOtpAttempts: 10 }
    await server.client(AdminService).updateLockoutPolicy(policy)
    expect(await change(next, 'wrong')).toMatch(/^InvalidArgument/)
    expect(await change(next)).toMatch(/^FailedPrecondition/)
    expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.locked')
    await server.client(AdminService).updateLockoutPolicy({ ...policy, maxPasswordAttempts: 10 })
  })

  test('machines have no password', async () => {
    const { token } = await addMachine(server)
    const auth = server.client(AuthService, { token })
    expect(await outcome(auth.updateMyPassword({ oldPassword: password, newPassword: next }))).toBe(
      'FailedPrecondition user.missing',
    )
  })
})

test('every session survives a new password but loses the factor', async () => {
  const { userId } = await addPerson(server)
  const { sessionId, sessionToken } = await passwordSession(server, userId)
  const sessions = server.client(SessionService)
  expect((await sessions.getSession({ sessionId })).session?.factors?.password).toBeDefined()
  await set(userId)
  const { session } = await sessions.getSession({ sessionId })
  expect(session?.factors?.user?.id).toBe(userId)
  expect(session?.factors?.password).toBeUndefined()
  const own = server.client(AuthService, { token: sessionToken })
  expect(await outcome(own.getMyUser({}))).not.toBe('ok')
  await sessions.setSession({ sessionId, checks: { password: { password: next } } })
  expect((await sessions.getSession({ sessionId })).session?.factors?.password).toBeDefined()
})
