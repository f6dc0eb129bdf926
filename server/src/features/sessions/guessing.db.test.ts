import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusalOf } from '../../testing/refusalOf.ts'
import { openSessionWorld, place, rightPassword, type SessionWorld, totpCode } from './sessionWorld.ts'

let world: SessionWorld
beforeAll(async () => {
  world = await openSessionWorld()
})
afterAll(() => world.close())

const byId = (userId: string) => ({ user: { search: { case: 'userId' as const, value: userId } } })
const sixtyFour = Array.from({ length: 64 }, (_, index) => index)
const on = (index: number) => (index % 2 === 0 ? world.deps : world.other)
const countOf = async (userId: string, type: string) =>
  (await world.types('user', userId)).filter((one) => one === type).length
const kindsOf = (refusals: readonly { readonly kind: string }[], kind: string) =>
  refusals.filter((one) => one.kind === kind).length

test('64 parallel guesses of a code on two processes: 10 are evaluated, then the user is locked', async () => {
  const userId = await world.person()
  const challenges = { otpSms: { returnCode: true } }
  const { sessionId } = await world.rpc('createSession', { checks: byId(userId), challenges })
  const guess = (index: number) =>
    refusalOf(
      world.rpc('setSession', { sessionId, checks: { otpSms: { code: `wrong${index}` } } }, {}, on(index)),
    )
  const refusals = await Promise.all(sixtyFour.map(guess))
  expect(kindsOf(refusals, 'invalid_argument')).toBe(10)
  expect(kindsOf(refusals, 'failed_precondition')).toBe(54)
  expect(await countOf(userId, 'user.human.mfa.otp.sms.check.failed')).toBe(10)
  expect(await countOf(userId, 'user.locked')).toBe(1)
}, 30_000)

test('64 parallel password guesses over new sessions: 10 are evaluated', async () => {
  const userId = await world.person()
  const guess = (index: number) => {
    const checks = { ...byId(userId), password: { password: `Wrong-${index}` } }
    return refusalOf(world.rpc('createSession', { checks }))
  }
  const refusals = await Promise.all(sixtyFour.map(guess))
  expect(kindsOf(refusals, 'invalid_argument')).toBe(10)
  expect(await countOf(userId, 'user.human.password.check.failed')).toBe(10)
}, 30_000)

test('the right code sent 16 times at once on two processes counts once', async () => {
  const userId = await world.person()
  const challenges = { otpSms: { returnCode: true } }
  const created = await world.rpc('createSession', { checks: byId(userId), challenges })
  const checks = { otpSms: { code: created.challenges?.otpSms ?? '' } }
  const { sessionId } = created
  const sent = sixtyFour
    .slice(0, 16)
    .map((index) => world.rpc('setSession', { sessionId, checks }, {}, on(index)))
  const outcomes = await Promise.allSettled(sent)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await countOf(userId, 'user.human.mfa.otp.sms.check.succeeded')).toBe(1)
})

test('one TOTP step raises one session only', async () => {
  const userId = await world.person()
  const checks = { ...byId(userId), totp: { code: totpCode() } }
  const sent = sixtyFour.slice(0, 8).map((index) => world.rpc('createSession', { checks }, {}, on(index)))
  const outcomes = await Promise.allSettled(sent)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('an automatic lock ends by itself, and counters start anew', async () => {
  const userId = await world.person()
  const attempt = (password: string, now = place.now) =>
    world.rpc('createSession', { checks: { ...byId(userId), password: { password } } }, { now })
  for (let guess = 0; guess < 10; guess++) await refusalOf(attempt('wrong'))
  expect((await refusalOf(attempt(rightPassword))).kind).toBe('failed_precondition')
  const released = new Date(place.now.getTime() + 900_000)
  await attempt(rightPassword, released)
  expect(await countOf(userId, 'user.unlocked')).toBe(1)
}, 30_000)
