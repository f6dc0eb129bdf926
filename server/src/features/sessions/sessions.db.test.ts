import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusalOf } from '../../testing/refusalOf.ts'
import {
  caller,
  instanceRole,
  openSessionWorld,
  place,
  rightPassword,
  type SessionWorld,
  totpCode,
} from './sessionWorld.ts'

let world: SessionWorld
beforeAll(async () => {
  world = await openSessionWorld()
})
afterAll(() => world.close())

const byId = (userId: string) => ({ user: { search: { case: 'userId' as const, value: userId } } })
const byName = (name: string) => ({ user: { search: { case: 'loginName' as const, value: name } } })
const later = (seconds: number) => new Date(place.now.getTime() + seconds * 1000)
const get = async (sessionId: string) => (await world.rpc('getSession', { sessionId })).session

test('an empty session is valid: two events, a token, no factors', async () => {
  const created = await world.rpc('createSession', {})
  expect(created.details).toMatchObject({ sequence: 2n, resourceOwner: place.instanceId })
  expect(created.sessionToken).toMatch(/^slp_ses_/)
  expect(await world.types('session', created.sessionId)).toEqual(['session.added', 'session.token.set'])
  const session = await get(created.sessionId)
  expect(session).toMatchObject({ id: created.sessionId, sequence: 2n })
  expect(session?.factors).toBeUndefined()
  expect(session?.expirationDate).toBeUndefined()
})

test('user, password and TOTP in one request', async () => {
  const userId = await world.person()
  const checks = {
    ...byName(`ADA-${userId}@X.TEST`),
    password: { password: rightPassword },
    totp: { code: totpCode() },
  }
  const { sessionId } = await world.rpc('createSession', { checks })
  const factors = (await get(sessionId))?.factors
  expect(factors?.user).toMatchObject({
    id: userId,
    loginName: `ada-${userId}@x.test`,
    displayName: 'Ada Lovelace',
    organizationId: 'o1',
    verifiedAt: timestampFromDate(place.now),
  })
  expect(factors?.password?.verifiedAt).toEqual(timestampFromDate(place.now))
  expect(factors?.totp?.verifiedAt).toEqual(timestampFromDate(place.now))
  expect(factors?.otpSms).toBeUndefined()
  expect((await world.types('user', userId)).slice(-2)).toEqual([
    'user.human.password.check.succeeded',
    'user.human.mfa.otp.check.succeeded',
  ])
})

test('a failing check keeps its own events only, and the session does not come into being', async () => {
  const userId = await world.person()
  const before = await world.types('user', userId)
  const checks = { ...byId(userId), password: { password: rightPassword }, totp: { code: '000000' } }
  expect(await refusalOf(world.rpc('createSession', { checks }))).toMatchObject({ kind: 'invalid_argument' })
  expect((await world.types('user', userId)).slice(before.length)).toEqual([
    'user.human.mfa.otp.check.failed',
  ])
  const { details } = await world.rpc('listSessions', {
    queries: [{ query: { case: 'userIdQuery', value: { id: userId } } }],
  })
  expect(details?.totalResult).toBe(0n)
})

test('a wrong password tells how many failed', async () => {
  const userId = await world.person()
  const checks = { ...byId(userId), password: { password: 'wrong' } }
  expect(await refusalOf(world.rpc('createSession', { checks }))).toMatchObject({
    kind: 'invalid_argument',
    failedAttempts: 1,
  })
})

test('refusals of checks without their preconditions', async () => {
  const { sessionId } = await world.rpc('createSession', {})
  const set = (checks: object) => refusalOf(world.rpc('setSession', { sessionId, checks }))
  expect((await set({ user: {} })).kind).toBe('unimplemented')
  expect((await set(byId('nobody'))).kind).toBe('not_found')
  expect((await set(byName('nobody'))).kind).toBe('not_found')
  expect((await set({ password: { password: 'x' } })).kind).toBe('failed_precondition')
  expect((await set({ totp: { code: '123456' } })).kind).toBe('invalid_argument')
  expect((await set({ otpSms: { code: '1' } })).kind).toBe('invalid_argument')
  expect((await set({ otpEmail: { code: '1' } })).kind).toBe('invalid_argument')
  expect((await set({ webAuthN: {} })).kind).toBe('failed_precondition')
  expect((await set({ idpIntent: {} })).kind).toBe('unimplemented')
  const challenges = { otpSms: { returnCode: true } }
  expect((await refusalOf(world.rpc('setSession', { sessionId, challenges }))).kind).toBe(
    'failed_precondition',
  )
  expect((await get(sessionId))?.sequence).toBe(2n)
})

test('a session keeps its user', async () => {
  const [one, two] = [await world.person(), await world.person()]
  const { sessionId } = await world.rpc('createSession', { checks: byId(one) })
  await world.rpc('setSession', { sessionId, checks: byId(one) })
  expect((await refusalOf(world.rpc('setSession', { sessionId, checks: byId(two) }))).code).toBe(
    'session.other_user',
  )
})

test('a deactivated user cannot be checked', async () => {
  const userId = await world.person()
  await world.append('user', userId, [{ type: 'user.deactivated', payload: {} }])
  expect((await refusalOf(world.rpc('createSession', { checks: byId(userId) }))).kind).toBe(
    'failed_precondition',
  )
})

test.each(['otpSms', 'otpEmail'] as const)('%s: challenge, code, once', async (factor) => {
  const userId = await world.person()
  const returned =
    factor === 'otpSms'
      ? { otpSms: { returnCode: true } }
      : { otpEmail: { deliveryType: { case: 'returnCode' as const, value: {} } } }
  const created = await world.rpc('createSession', { checks: byId(userId), challenges: returned })
  const code = created.challenges?.[factor] ?? ''
  expect(code).toMatch(/^\d{8}$/)
  const { sessionId } = created
  const check = (sent: string, id = sessionId) =>
    world.rpc('setSession', { sessionId: id, checks: { [factor]: { code: sent } } })
  const elsewhere = await world.rpc('createSession', { checks: byId(userId), challenges: returned })
  expect((await refusalOf(check(code, elsewhere.sessionId))).kind).toBe('invalid_argument')
  await check(code)
  expect((await get(sessionId))?.factors?.[factor]?.verifiedAt).toBeDefined()
  expect((await refusalOf(check(code))).code).toBe('session.otp_not_challenged')
  const stored = await world.deps.database.query<{ text: string }>(
    `select payload::text as text from events union all select facets::text from streams`,
  )
  expect(stored.some(({ text }) => text.includes(code))).toBe(false)
})

test('a new challenge makes the old code useless and resets no counter', async () => {
  const userId = await world.person()
  const challenges = { otpSms: { returnCode: true } }
  const first = await world.rpc('createSession', { checks: byId(userId), challenges })
  const { sessionId } = first
  const guess = (code = '') => refusalOf(world.rpc('setSession', { sessionId, checks: { otpSms: { code } } }))
  for (let attempt = 1; attempt <= 10; attempt++) {
    await world.rpc('setSession', { sessionId, challenges })
    expect((await guess(first.challenges?.otpSms)).kind).toBe('invalid_argument')
  }
  expect((await guess(first.challenges?.otpSms)).code).toBe('second_factor.user_locked')
})

test('a late code is refused and counted', async () => {
  const userId = await world.person()
  const { sessionId, challenges } = await world.rpc('createSession', {
    checks: byId(userId),
    challenges: { otpSms: { returnCode: true } },
  })
  const code = challenges?.otpSms ?? ''
  const late = world.rpc('setSession', { sessionId, checks: { otpSms: { code } } }, { now: later(301) })
  expect((await refusalOf(late)).code).toBe('session.otp_expired')
  expect((await world.types('user', userId)).at(-1)).toBe('user.human.mfa.otp.sms.check.failed')
})

test('a code to be sent goes into a job that does not hold it', async () => {
  const userId = await world.person()
  const sendCode = { case: 'sendCode' as const, value: { urlTemplate: 'https://l.test/{{.Code}}' } }
  const { sessionId, challenges } = await world.rpc('createSession', {
    checks: byId(userId),
    challenges: { otpEmail: { deliveryType: sendCode } },
  })
  expect(challenges).toBeUndefined()
  const [job] = await world.deps.database.query<{ payload: Record<string, string> }>(
    `select payload from graphile_worker._private_jobs where payload->>'sessionId' = $1`,
    [sessionId],
  )
  expect(job?.payload).toMatchObject({ kind: 'email', sessionId, urlTemplate: sendCode.value.urlTemplate })
  const ref = { instanceId: place.instanceId, type: 'session', id: sessionId }
  const code = (await world.log.secret(ref, job?.payload.codeSecret ?? ''))?.toString()
  expect(code).toMatch(/^\d{8}$/)
  await world.rpc('setSession', { sessionId, checks: { otpEmail: { code: code ?? '' } } })
  expect(await world.log.secret(ref, job?.payload.codeSecret ?? '')).toBeUndefined()
})

test('a broken link template is refused before anything else', async () => {
  const deliveryType = { case: 'sendCode' as const, value: { urlTemplate: '{{.Secret}}' } }
  const request = world.rpc('createSession', { challenges: { otpEmail: { deliveryType } } }, caller('nobody'))
  expect((await refusalOf(request)).code).toBe('link_template.invalid')
})

test('every effective write makes the old token useless, one without effect keeps it', async () => {
  const first = await world.rpc('createSession', { metadata: { a: Buffer.from('1') } })
  const { sessionId } = first
  const same = await world.rpc('setSession', { sessionId, metadata: { a: Buffer.from('1') } })
  expect(same).toMatchObject({ sessionToken: '', details: { sequence: 3n } })
  const read = (sessionToken: string) =>
    world.rpc('getSession', { sessionId, sessionToken }, caller('stranger'))
  await read(first.sessionToken)
  const second = await world.rpc('setSession', { sessionId, metadata: { b: Buffer.from('2') } })
  await read(second.sessionToken)
  expect((await refusalOf(read(first.sessionToken))).kind).toBe('permission_denied')
  expect((await refusalOf(read('nonsense'))).kind).toBe('permission_denied')
})

test('metadata merges, empty values delete', async () => {
  const { sessionId } = await world.rpc('createSession', {
    metadata: { a: Buffer.from('1'), b: Buffer.from('2') },
  })
  await world.rpc('setSession', { sessionId, metadata: { a: Buffer.from(''), c: Buffer.from('3') } })
  const metadata = (await get(sessionId))?.metadata ?? {}
  expect(
    Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, Buffer.from(value).toString()])),
  ).toEqual({
    b: '2',
    c: '3',
  })
})

test('a lifetime restarts at each set and ends changes, not reads', async () => {
  const { sessionId } = await world.rpc('createSession', { lifetime: { seconds: 60n } })
  await world.rpc('setSession', { sessionId, lifetime: { seconds: 60n } }, { now: later(30) })
  expect((await get(sessionId))?.expirationDate).toEqual(timestampFromDate(later(90)))
  const late = world.rpc('setSession', { sessionId, lifetime: { seconds: 60n } }, { now: later(90) })
  expect((await refusalOf(late)).code).toBe('session.expired')
  expect((await get(sessionId))?.id).toBe(sessionId)
  expect((await refusalOf(world.rpc('createSession', { lifetime: { seconds: -1n } }))).kind).toBe(
    'invalid_argument',
  )
  await world.rpc('deleteSession', { sessionId }, { ...instanceRole('IAM_OWNER'), now: later(100) })
})

test('an ended session is gone for reads and cannot be changed; ending again changes nothing', async () => {
  const { sessionId } = await world.rpc('createSession', {})
  const { details } = await world.rpc('deleteSession', { sessionId })
  expect(details?.sequence).toBe(3n)
  expect((await refusalOf(world.rpc('getSession', { sessionId }))).kind).toBe('not_found')
  expect((await refusalOf(world.rpc('setSession', { sessionId }))).code).toBe('session.terminated')
  expect((await world.rpc('deleteSession', { sessionId })).details?.sequence).toBe(3n)
  expect((await world.rpc('deleteSession', { sessionId: 'unknown' })).details?.sequence).toBe(0n)
  expect((await refusalOf(world.rpc('setSession', { sessionId: 'unknown' }))).kind).toBe('not_found')
  expect((await refusalOf(world.rpc('getSession', { sessionId: 'unknown' }))).kind).toBe('not_found')
})

test('the user agent is kept as given, a bad address dropped', async () => {
  const userAgent = {
    fingerprintId: 'f1',
    ip: 'nonsense',
    description: 'Browser',
    header: { 'user-agent': { values: ['x'] } },
  }
  const { sessionId } = await world.rpc('createSession', { userAgent })
  const shown = (await get(sessionId))?.userAgent
  expect(shown).toMatchObject({ fingerprintId: 'f1', description: 'Browser' })
  expect(shown?.ip ?? '').toBe('')
  expect(shown?.header['user-agent']?.values).toEqual(['x'])
})
