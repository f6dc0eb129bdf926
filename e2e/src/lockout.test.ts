import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { type Protocol, testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, testClock } from './factors.ts'
import { addVictim, countOf, guess, type World, ways } from './guessing.ts'
import { addPerson, byId, password } from './people.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addOrg } from './tenants.ts'

const clock = testClock()
const world: World = { clock, server: await testServer({ clock }) }

const names = Object.keys(ways) as (keyof typeof ways)[]
const protocols: readonly Protocol[] = ['grpc', 'grpc-web', 'connect']
const refusedOf = async (call: Promise<unknown>) => (await refusalOf(call)).code

test.each(names)('of 64 parallel guesses at %s ten are evaluated, then the user is locked', async (name) => {
  const { clock, server } = world
  const way = ways[name]
  const victim = await addVictim(world)
  await way.open(world, victim)
  const statuses = await Promise.all(
    Array.from({ length: 64 }, (_, index) => statusOf(way.wrong(world, victim, protocols[index % 3]))),
  )
  expect(statuses.filter((status) => status === 'InvalidArgument')).toHaveLength(10)
  expect(statuses.filter((status) => status === 'FailedPrecondition')).toHaveLength(54)
  expect(await countOf(world, victim.userId, way.failed)).toBe(10)
  expect(await countOf(world, victim.userId, 'user.locked')).toBe(1)
  const until = new Date(clock.now().getTime() + 900_000).toISOString()
  const locked = { type: 'user.locked', payload: { automatic: true, until } }
  expect((await eventsOf(server, victim.userId)).at(-1)).toEqual(locked)
  expect(await refusedOf(way.right(world, victim))).toBe('FailedPrecondition')
})

describe('an automatic lock', () => {
  test('prevents logins and leaves existing sessions: guessing cannot log a person out', async () => {
    const sessions = world.server.client(SessionService)
    const { userId } = await addPerson(world.server)
    const { sessionId, sessionToken } = await sessions.createSession({
      checks: { ...byId(userId), password: { password } },
    })
    const checks = { ...byId(userId), password: { password: 'wrong' } }
    for (let count = 1; count <= 10; count++) {
      const wrong = await refusalOf(sessions.createSession({ checks }))
      expect(wrong).toMatchObject({ code: 'InvalidArgument', failedAttempts: count })
    }
    const started = await refusalOf(sessions.createSession({ checks: byId(userId) }))
    expect(started).toEqual({ code: 'FailedPrecondition', id: 'session.user_not_usable' })
    expect((await sessions.getSession({ sessionId })).session?.factors?.password).toBeDefined()
    const own = world.server.client(AuthService, { token: sessionToken })
    expect((await own.getMyUser({})).user?.id).toBe(userId)
    const again = sessions.setSession({ sessionId, checks: { password: { password } } })
    expect(await refusalOf(again)).toMatchObject({ code: 'FailedPrecondition', failedAttempts: 10 })
  })

  test('delays the reply; an administrator ends it and resets the count', async () => {
    const users = world.server.client(UserService)
    const victim = await addVictim(world)
    const { userId } = victim
    await guess(world, ways.totp, victim, 9)
    await guess(world, ways.totp, victim, 1)
    expect(world.clock.pauses.at(-1)).toBe(1000)
    await users.unlockUser({ userId })
    await guess(world, ways.totp, victim, 9)
    await ways.totp.right(world, victim)
    expect(await countOf(world, userId, 'user.locked')).toBe(1)
  })

  test('cannot be evaded by dry runs', async () => {
    const { sessionId } = await addVictim(world)
    const dry = world.server.client(SessionService, { headers: { 'x-sallyport-dry-run': 'true' } })
    const tried = dry.setSession({ sessionId, checks: { password: { password: 'wrong' } } })
    expect(await refusalOf(tried)).toEqual({ code: 'InvalidArgument', id: 'request.dry_run_unsupported' })
  })
})

describe('the lockout policy', () => {
  test("of the person's organization applies, to passwords and codes separately; 0 means never", async () => {
    const { headers } = await addOrg(world.server)
    const management = world.server.client(ManagementService, { headers })
    await management.addCustomLockoutPolicy({ maxPasswordAttempts: 2, maxOtpAttempts: 3 })
    const byPassword = await addVictim(world, headers)
    await guess(world, ways.password, byPassword, 2)
    expect(await refusedOf(ways.password.wrong(world, byPassword))).toBe('FailedPrecondition')
    const byApp = await addVictim(world, headers)
    await guess(world, ways.totp, byApp, 3)
    expect(await refusedOf(ways.totp.wrong(world, byApp))).toBe('FailedPrecondition')
    await management.updateCustomLockoutPolicy({ maxPasswordAttempts: 2, maxOtpAttempts: 0 })
    const never = await addVictim(world, headers)
    await guess(world, ways.totp, never, 10)
    await ways.totp.right(world, never)
    await management.resetLockoutPolicyToDefault({})
    const byDefault = await addVictim(world, headers)
    await guess(world, ways.password, byDefault, 3)
    await ways.password.right(world, byDefault)
  })

  test('of the instance applies to organizations without their own', async () => {
    const { headers } = await addOrg(world.server)
    const admin = world.server.client(AdminService)
    await admin.updateLockoutPolicy({ maxPasswordAttempts: 1, maxOtpAttempts: 1 })
    const victim = await addVictim(world, headers)
    await guess(world, ways.totp, victim, 1)
    expect(await refusedOf(ways.totp.wrong(world, victim))).toBe('FailedPrecondition')
    await admin.updateLockoutPolicy({ maxPasswordAttempts: 10, maxOtpAttempts: 10 })
  })
})
