import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { addVictim, askFor, challenges, countOf, guess, type World, ways } from './guessing.ts'
import { byId } from './people.ts'
import { refusalOf } from './refusal.ts'

/** Below the number of failures after which replies are delayed, so that the tests are quick. */
const limit = 4
const clock = testClock()
const world: World = { clock, server: await testServer({ clock }) }

const names = Object.keys(ways) as (keyof typeof ways)[]
const refusedOf = async (call: Promise<unknown>) => (await refusalOf(call)).code

const policy = { maxPasswordAttempts: limit, maxOtpAttempts: limit }
await world.server.client(AdminService).updateLockoutPolicy(policy)

describe.each(names)('guessing at %s', (name) => {
  const way = ways[name]

  test('the lock refuses the right secret, is not prolonged by guesses, and ends after 15 minutes', async () => {
    const { clock, server } = world
    const victim = await addVictim(world)
    await way.open(world, victim)
    await guess(world, way, victim, limit)
    const written = (await eventTypesOf(server, victim.userId)).length
    const locked = clock.now().getTime()
    expect(await refusedOf(way.right(world, victim))).toBe('FailedPrecondition')
    clock.advance(899 - (clock.now().getTime() - locked) / 1000)
    expect(await refusedOf(way.wrong(world, victim))).toBe('FailedPrecondition')
    expect((await eventTypesOf(server, victim.userId)).length).toBe(written)
    clock.advance(1)
    await way.right(world, victim)
    expect((await eventTypesOf(server, victim.userId)).slice(written)).toEqual([
      'user.unlocked',
      way.failed.replace('failed', 'succeeded'),
    ])
  })

  test('the release resets the count', async () => {
    const victim = await addVictim(world)
    await way.open(world, victim)
    await guess(world, way, victim, limit)
    world.clock.advance(900)
    await way.open(world, victim)
    await guess(world, way, victim, limit - 1)
    expect(await countOf(world, victim.userId, 'user.locked')).toBe(1)
    await guess(world, way, victim, 1)
    expect(await countOf(world, victim.userId, 'user.locked')).toBe(2)
  })

  test('success resets the count', async () => {
    const victim = await addVictim(world)
    await way.open(world, victim)
    await guess(world, way, victim, limit - 1)
    await way.right(world, victim)
    await way.open(world, victim)
    await guess(world, way, victim, limit - 1)
    expect(await countOf(world, victim.userId, 'user.locked')).toBe(0)
  })

  test('success of another kind does not reset it', async () => {
    const victim = await addVictim(world)
    await way.open(world, victim)
    await guess(world, way, victim, limit - 1)
    const other = name === 'password' ? ways.totp : ways.password
    await other.right(world, victim)
    await guess(world, way, victim, 1)
    expect(await countOf(world, victim.userId, 'user.locked')).toBe(1)
  })

  test('failures of another kind are counted separately', async () => {
    const victim = await addVictim(world)
    for (const each of Object.values(ways)) {
      await each.open(world, victim)
      await guess(world, each, victim, limit - 1)
    }
    expect(await countOf(world, victim.userId, 'user.locked')).toBe(0)
    await guess(world, way, victim, 1)
    expect(await countOf(world, victim.userId, 'user.locked')).toBe(1)
  })
})

describe.each(['otpSms', 'otpEmail'] as const)('a new code by %s', (kind) => {
  test('never resets the count, not even on a new session', async () => {
    const victim = await addVictim(world)
    const sessions = world.server.client(SessionService)
    for (let count = 0; count < limit; count++) {
      const { sessionId } = await sessions.createSession({
        checks: byId(victim.userId),
        challenges: { [kind]: challenges[kind] },
      })
      const wrong = sessions.setSession({ sessionId, checks: { [kind]: { code: 'x' } } })
      expect(await refusedOf(wrong)).toBe('InvalidArgument')
    }
    expect(await countOf(world, victim.userId, 'user.locked')).toBe(1)
    expect(await refusedOf(askFor(world, victim, kind))).toBe('FailedPrecondition')
  })

  test('counts as wrong after it expired', async () => {
    const victim = await addVictim(world)
    const code = await askFor(world, victim, kind)
    world.clock.advance(301)
    const { sessionId } = victim
    for (let count = 0; count < limit; count++) {
      const late = world.server.client(SessionService).setSession({ sessionId, checks: { [kind]: { code } } })
      expect(await refusalOf(late)).toEqual({ code: 'FailedPrecondition', id: 'session.otp_expired' })
    }
    expect(await countOf(world, victim.userId, 'user.locked')).toBe(1)
  })
})
