import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { refusalOf } from '../../testing/refusalOf.ts'
import { openSessionWorld, place, rightPassword, type SessionWorld, totpCode } from './sessionWorld.ts'
import { endMissedSessions } from './tasks.ts'

let world: SessionWorld
beforeAll(async () => {
  world = await openSessionWorld()
})
afterAll(() => world.close())

const byId = (userId: string) => ({ user: { search: { case: 'userId' as const, value: userId } } })
const factorsOf = async (sessionId: string) => (await world.rpc('getSession', { sessionId })).session?.factors
const emailCode = { otpEmail: { deliveryType: { case: 'returnCode' as const, value: {} } } }

/** A session that proved everything a person has. */
async function fullSession(userId: string, at = place.now) {
  const challenges = { otpSms: { returnCode: true }, ...emailCode }
  const checks = { ...byId(userId), password: { password: rightPassword }, totp: { code: totpCode(at) } }
  const created = await world.rpc('createSession', { checks, challenges }, { now: at })
  const { sessionId } = created
  const codes = {
    otpSms: { code: created.challenges?.otpSms ?? '' },
    otpEmail: { code: created.challenges?.otpEmail ?? '' },
  }
  await world.rpc('setSession', { sessionId, checks: codes }, { now: at })
  return sessionId
}

test.each([
  ['user.human.mfa.otp.removed', 'totp'],
  ['user.human.mfa.otp.sms.removed', 'otpSms'],
  ['user.human.phone.removed', 'otpSms'],
  ['user.human.mfa.otp.email.removed', 'otpEmail'],
] as const)('%s lowers the sessions that leaned on it, and says so on each', async (type, factor) => {
  const [userId, otherId] = [await world.person(), await world.person()]
  const first = await fullSession(userId)
  const second = await fullSession(userId, new Date(place.now.getTime() + 60_000))
  const foreign = await fullSession(otherId)
  const plain = (await world.rpc('createSession', { checks: byId(userId) })).sessionId
  const before = await factorsOf(first)
  await world.append('user', userId, [{ type, payload: {} }])
  for (const sessionId of [first, second]) {
    const factors = await factorsOf(sessionId)
    expect(factors?.[factor]).toBeUndefined()
    expect(factors?.password).toBeDefined()
    expect((await world.types('session', sessionId)).at(-1)).toBe('session.factor.removed')
  }
  expect(before?.[factor]).toBeDefined()
  expect((await factorsOf(foreign))?.[factor]).toBeDefined()
  expect(await world.types('session', plain)).not.toContain('session.factor.removed')
})

test('an open challenge goes with its factor: an old code does not work for one added anew', async () => {
  const userId = await world.person()
  const challenges = { otpSms: { returnCode: true } }
  const created = await world.rpc('createSession', { checks: byId(userId), challenges })
  await world.append('user', userId, [
    { type: 'user.human.mfa.otp.sms.removed', payload: {} },
    { type: 'user.human.mfa.otp.sms.added', payload: {} },
  ])
  const checks = { otpSms: { code: created.challenges?.otpSms ?? '' } }
  const refusal = await refusalOf(world.rpc('setSession', { sessionId: created.sessionId, checks }))
  expect(refusal.code).toBe('session.otp_not_challenged')
})

test('a password change clears an older password factor', async () => {
  const userId = await world.person()
  const sessionId = await fullSession(userId)
  const secretId = newId()
  await world.log.transact({ ...place, creator: 'x' }, { type: 'user', id: userId }, async (tx) => {
    const user = await tx.load({ type: 'user', id: userId })
    tx.seal(user, secretId, 'hash')
    await tx.append(user, [
      { type: 'user.human.password.changed', payload: { secretId, changeRequired: false } },
    ])
  })
  const factors = await factorsOf(sessionId)
  expect(factors?.password).toBeUndefined()
  expect(factors?.totp).toBeDefined()
})

test.each([
  { type: 'user.locked', payload: { automatic: false, until: null } },
  { type: 'user.deactivated', payload: {} },
  { type: 'user.removed', payload: {} },
])('$type ends all sessions of the user, and their tokens', async (event) => {
  const userId = await world.person()
  const sessionId = await fullSession(userId)
  await world.append('user', userId, [event])
  expect((await refusalOf(world.rpc('getSession', { sessionId }))).kind).toBe('not_found')
  expect((await world.types('session', sessionId)).at(-1)).toBe('session.terminated')
  const rows = await world.deps.database.query(
    'select from secrets where stream_type = $1 and stream_id = $2',
    ['session', sessionId],
  )
  expect(rows).toEqual([])
})

test('an automatic lock leaves the sessions alone: guessing logs nobody out', async () => {
  const userId = await world.person()
  const sessionId = await fullSession(userId)
  await world.append('user', userId, [{ type: 'user.locked', payload: { automatic: true, until: null } }])
  expect((await factorsOf(sessionId))?.password).toBeDefined()
})

test('raising and removing at the same time on two processes never leaves a raised session', async () => {
  for (let round = 0; round < 10; round++) {
    const userId = await world.person()
    const { sessionId } = await world.rpc('createSession', { checks: byId(userId) })
    const checks = { totp: { code: totpCode() } }
    const raise = world.rpc('setSession', { sessionId, checks }, {}, world.other).catch(() => undefined)
    const remove = world.append('user', userId, [{ type: 'user.human.mfa.otp.removed', payload: {} }])
    await Promise.all([raise, remove])
    expect((await factorsOf(sessionId))?.totp).toBeUndefined()
  }
})

test('sessions that slipped by a deactivation are ended by the job that follows it', async () => {
  const userId = await world.person()
  const sessionId = await fullSession(userId)
  const newer = new Date(place.now.getTime() + 1000)
  const kept = (await world.rpc('createSession', { checks: byId(userId) }, { now: newer })).sessionId
  const task = endMissedSessions(world.deps)
  await task({ instanceId: place.instanceId, userId, cause: 'user.deactivated', at: place.now.toISOString() })
  expect((await refusalOf(world.rpc('getSession', { sessionId }))).kind).toBe('not_found')
  expect((await factorsOf(kept))?.user?.id).toBe(userId)
})

test('state, rows and secrets are what the log says', async () => {
  const verified = await world.log.verify()
  expect(verified.findings).toEqual([])
})
