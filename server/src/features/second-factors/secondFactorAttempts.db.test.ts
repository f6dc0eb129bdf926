import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testTime } from '../../testing/testLog.ts'
import { userFacet } from '../users/index.ts'
import { checkTotp, otpAttempt } from './check.ts'
import { admin, codeAt, later, openSecondFactorWorld, type SecondFactorWorld } from './secondFactorWorld.ts'

const v2 = UserService.method
let world: SecondFactorWorld

beforeAll(async () => {
  world = await openSecondFactorWorld()
})
afterAll(() => world.close())

test('a step counts once: not again after registration, not again after a check', async () => {
  const { id, secret } = await world.personWithTotp()
  const check = (now: Date, code: string) => world.attempt(id, now, (tx, user) => checkTotp(tx, user, code))
  expect(await check(testTime, codeAt(secret, testTime))).toBe('second_factor.wrong_code')
  const next = codeAt(secret, later(30))
  expect(await check(later(30), next)).toBe('ok')
  expect(await check(later(31), next)).toBe('second_factor.wrong_code')
})

test('parallel uses of one code succeed once', async () => {
  const { id, secret } = await world.personWithTotp()
  const code = codeAt(secret, later(30))
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => world.attempt(id, later(30), (tx, user) => checkTotp(tx, user, code))),
  )
  expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1)
})

test('64 parallel guesses: ten are evaluated, then the user is locked, and time releases', async () => {
  const { id, secret } = await world.personWithTotp()
  const code = codeAt(secret, later(30))
  const wrong = code === '000000' ? '000001' : '000000'
  const guess = () => world.attempt(id, later(30), (tx, user) => checkTotp(tx, user, wrong))
  const outcomes = await Promise.all(Array.from({ length: 64 }, guess))
  expect(outcomes.filter((outcome) => outcome === 'second_factor.wrong_code')).toHaveLength(10)
  expect(outcomes.filter((outcome) => outcome === 'second_factor.user_locked')).toHaveLength(54)
  const right = (now: Date) => world.attempt(id, now, (tx, user) => checkTotp(tx, user, codeAt(secret, now)))
  expect(await right(later(60))).toBe('second_factor.user_locked')
  expect(await right(later(30 + 901))).toBe('ok')
  const user = await world.deps.log.load({ instanceId: 'i1', type: 'user', id })
  expect(user.state(userFacet)).toMatchObject({ status: 'active' })
})

test('OTP codes are counted apart from TOTP, and lock as well', async () => {
  const { id } = await world.personWithTotp()
  await world.ask(v2.addOTPSMS, { userId: id }, admin)
  const count = (valid: boolean) =>
    world.attempt(id, testTime, (tx, user) => otpAttempt(tx, user, 'sms', valid))
  for (let tries = 0; tries < 9; tries++) expect(await count(false)).toBe('second_factor.wrong_code')
  expect(await count(true)).toBe('ok')
  for (let tries = 0; tries < 10; tries++) expect(await count(false)).toBe('second_factor.wrong_code')
  expect(await count(true)).toBe('second_factor.user_locked')
  expect(await world.attempt(id, testTime, (tx, user) => otpAttempt(tx, user, 'email', true))).toBe(
    'second_factor.not_ready',
  )
})
