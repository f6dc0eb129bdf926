import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addVictim, countOf, guess, type Victim, type World, ways } from './guessing.ts'
import { addPerson, byId, password } from './people.ts'
import { refusalOf } from './refusal.ts'

/** Below the number of failures after which replies are delayed. */
const limit = 4
const clock = testClock()
const server = await testServer({ clock })
const world: World = { clock, server }
const users = server.client(UserService)
const sessions = server.client(SessionService)

/** Sets the seconds after which locks end by themselves. */
async function setRelease(seconds: string): Promise<void> {
  const changed = await server.rest('PUT', '/admin/v1/policies/password/lockout', {
    body: { maxPasswordAttempts: limit, maxOtpAttempts: limit },
    headers: { 'x-sallyport-lockout-release': seconds },
  })
  expect(changed.json).not.toHaveProperty('code')
}

/** Gives wrong reset codes; each one must have been compared. */
async function guessResetCodes(userId: string, times: number): Promise<void> {
  for (let count = 0; count < times; count++) {
    if (count % 2 === 0) await users.passwordReset({ userId, medium: { case: 'returnCode', value: {} } })
    expect(await tryResetCode(userId, 'WRONG')).toMatchObject({ code: 'InvalidArgument' })
  }
}

const tryResetCode = (userId: string, code: string) => refusalOf(resetPassword(userId, code))

function resetPassword(userId: string, code: string) {
  const verification = { case: 'verificationCode', value: code } as const
  return users.setPassword({ userId, newPassword: { password: 'Another-Horse-2' }, verification })
}

/** Locks a person by wrong passwords, waits for the release and logs in, which records it. */
async function lockAndRelease(victim: Victim): Promise<void> {
  const releases = await countOf(world, victim.userId, 'user.unlocked')
  await guess(world, ways.password, victim, limit)
  clock.advance(900)
  await ways.password.right(world, victim)
  expect(await countOf(world, victim.userId, 'user.unlocked')).toBe(releases + 1)
}

test("keeps the count of 100 wrong codes over an automatic release; only an administrator's unlock resets it", async () => {
  await setRelease('900')
  const victim = await addVictim(world)
  const { userId } = victim
  await guessResetCodes(userId, 50)
  await lockAndRelease(victim)
  await guessResetCodes(userId, 50)
  await lockAndRelease(victim)
  const reset = await users.passwordReset({ userId, medium: { case: 'returnCode', value: {} } })
  const right = reset.verificationCode ?? ''
  expect(await tryResetCode(userId, right)).toMatchObject({ id: 'user.codes_exhausted' })
  await guess(world, ways.password, victim, limit)
  await users.unlockUser({ userId })
  await resetPassword(userId, right)
})

describe('an automatic lock without release', () => {
  test('ends no access of an existing session, and no login begins until an administrator unlocks', async () => {
    await setRelease('0')
    const { userId } = await addPerson(server)
    const checks = { ...byId(userId), password: { password } }
    const { sessionId, sessionToken } = await sessions.createSession({ checks })
    const own = server.client(AuthService, { token: sessionToken })
    const victim = { userId, sessionId, secret: '', recoveryCodes: [] }
    await guess(world, ways.password, victim, limit)
    expect((await own.getMyUser({})).user?.id).toBe(userId)
    clock.advance(100 * 365 * 86_400)
    expect(await refusalOf(sessions.createSession({ checks }))).toMatchObject({
      id: 'session.user_not_usable',
    })
    expect((await own.getMyUser({})).user?.id).toBe(userId)
    await users.unlockUser({ userId })
    await sessions.createSession({ checks })
  })

  test("becomes an administrator's lock, which ends sessions, when one locks the user", async () => {
    const { userId } = await addPerson(server)
    const checks = { ...byId(userId), password: { password } }
    const { sessionId, sessionToken } = await sessions.createSession({ checks })
    await guess(world, ways.password, { userId, sessionId, secret: '', recoveryCodes: [] }, limit)
    await users.lockUser({ userId })
    const own = server.client(AuthService, { token: sessionToken })
    expect((await refusalOf(own.getMyUser({}))).code).not.toBe('')
    expect(await refusalOf(users.lockUser({ userId }))).toMatchObject({ id: 'user.not_lockable' })
  })
})
