import { expect, test } from 'vitest'
import type { EventBody } from '../../../kernel/facet.ts'
import type { TotpState } from '../state.ts'
import { addTotp, newTotpEvents } from './addTotp.ts'
import { countTotpCheck, refuseTotpCheck, refuseUsedStep } from './checkTotp.ts'
import { removeTotp } from './removeTotp.ts'
import { verifyTotp } from './verifyTotp.ts'

const none: TotpState = { kind: 'none' }
const pending: TotpState = { kind: 'pending', secretId: 's1', addedAt: '2026-11-21T00:00:00.000Z' }
const ready = { ...pending, kind: 'ready', lastStep: 100, failedAttempts: 2 } as const
const noLock = (): readonly EventBody[] => []

test('adding starts a registration; a pending one is replaced, a ready one stands in the way', () => {
  const added = [{ type: 'user.human.mfa.otp.added', payload: { secretId: 's2' } }]
  expect(addTotp(none, 's2')).toEqual(added)
  expect(addTotp(pending, 's2')).toEqual(added)
  expect(addTotp(ready, 's2')).toMatchObject({ code: 'second_factor.totp_exists', kind: 'already_exists' })
})

test('verifying spends the step of the code', () => {
  expect(verifyTotp(pending, 101)).toEqual([{ type: 'user.human.mfa.otp.verified', payload: { step: 101 } }])
  expect(verifyTotp(pending, undefined)).toMatchObject({ kind: 'invalid_argument' })
  expect(verifyTotp(none, 101)).toMatchObject({ code: 'second_factor.not_found', kind: 'not_found' })
  expect(verifyTotp(ready, 101)).toMatchObject({ kind: 'failed_precondition' })
})

test('removing takes pending and ready ones, and nothing else', () => {
  const removed = [{ type: 'user.human.mfa.otp.removed', payload: {} }]
  expect(removeTotp(pending)).toEqual(removed)
  expect(removeTotp(ready)).toEqual(removed)
  expect(removeTotp(none)).toMatchObject({ kind: 'not_found' })
})

test('a seed that comes with a new person is ready at once', () => {
  expect(newTotpEvents('s1').map(({ type }) => type)).toEqual([
    'user.human.mfa.otp.added',
    'user.human.mfa.otp.verified',
  ])
})

test('checks refuse in order: form, readiness, lock', () => {
  expect(refuseTotpCheck(none, true, '12345')).toMatchObject({ kind: 'invalid_argument' })
  expect(refuseTotpCheck(none, true, '123456')).toMatchObject({ code: 'second_factor.not_ready' })
  expect(refuseTotpCheck(pending, false, '123456')).toMatchObject({ code: 'second_factor.not_ready' })
  expect(refuseTotpCheck(ready, true, '123456')).toMatchObject({ code: 'second_factor.user_locked' })
  expect(refuseTotpCheck(ready, false, '123456')).toBeUndefined()
})

test('a later step succeeds, a wrong code fails and is counted; the last step and earlier ones are refused as used', () => {
  expect(countTotpCheck(2, 101, noLock)).toEqual({
    userEvents: [{ type: 'user.human.mfa.otp.check.succeeded', payload: { step: 101 } }],
  })
  const outcome = countTotpCheck(2, undefined, noLock)
  expect(outcome.userEvents.map(({ type }) => type)).toEqual(['user.human.mfa.otp.check.failed'])
  expect(outcome.refusal).toMatchObject({ code: 'second_factor.wrong_code', kind: 'invalid_argument' })
  expect(outcome.refusal).not.toHaveProperty('failedAttempts')
  const used = { code: 'second_factor.totp_code_used', kind: 'invalid_argument' }
  for (const step of [100, 99]) expect(refuseUsedStep(ready, step, 'a')).toMatchObject(used)
  for (const step of [101, undefined]) expect(refuseUsedStep(ready, step, 'a')).toBeUndefined()
  expect(refuseUsedStep({ lastStep: null }, 100, 'a')).toBeUndefined()
})

test('the code of a registration counts in the session that finished it, and in no other', () => {
  expect(verifyTotp(pending, 101, 'a')).toEqual([
    { type: 'user.human.mfa.otp.verified', payload: { step: 101, sessionId: 'a' } },
  ])
  const verified = { lastStep: 101, provedIn: 'a' }
  const used = { code: 'second_factor.totp_code_used' }
  expect(refuseUsedStep(verified, 101, 'a')).toBeUndefined()
  expect(refuseUsedStep(verified, 101, 'b')).toMatchObject(used)
  expect(refuseUsedStep(verified, 100, 'a')).toMatchObject(used)
})

test('the failure that reaches the limit locks in the same append and is still a wrong code', () => {
  const asked: number[] = []
  const outcome = countTotpCheck(2, undefined, (failures) => {
    asked.push(failures)
    return [{ type: 'user.locked', payload: { automatic: true, until: null } }]
  })
  expect(asked).toEqual([3])
  expect(outcome.userEvents.map(({ type }) => type)).toEqual([
    'user.human.mfa.otp.check.failed',
    'user.locked',
  ])
  expect(outcome.refusal?.kind).toBe('invalid_argument')
})
