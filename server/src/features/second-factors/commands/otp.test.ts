import { describe, expect, test } from 'vitest'
import type { OtpState } from '../otpState.ts'
import { addOtp } from './addOtp.ts'
import { countOtpCheck, refuseOtpCheck } from './checkOtp.ts'
import { removeOtp } from './removeOtp.ts'
import { skipMfaInit } from './skipMfaInit.ts'

const unproved: OtpState = { kind: 'unproved' }
const available: OtpState = { kind: 'available' }
const ready = { kind: 'ready', addedAt: '2026-11-21T00:00:00.000Z', failedAttempts: 4 } as const

describe.each(['sms', 'email'] as const)('one-time codes by %s', (kind) => {
  test('are turned on over a proved channel only, once', () => {
    expect(addOtp(kind, available)).toEqual([{ type: `user.human.mfa.otp.${kind}.added`, payload: {} }])
    expect(addOtp(kind, unproved)).toMatchObject({ kind: 'failed_precondition' })
    expect(addOtp(kind, ready)).toMatchObject({ kind: 'already_exists' })
  })

  test('are turned off when they are on', () => {
    expect(removeOtp(kind, ready)).toEqual([{ type: `user.human.mfa.otp.${kind}.removed`, payload: {} }])
    expect(removeOtp(kind, available)).toMatchObject({ kind: 'not_found' })
    expect(removeOtp(kind, unproved)).toMatchObject({ kind: 'not_found' })
  })

  test('are not evaluated while absent or locked', () => {
    expect(refuseOtpCheck(available, true)).toMatchObject({ code: 'second_factor.not_ready' })
    expect(refuseOtpCheck(ready, true)).toMatchObject({ code: 'second_factor.user_locked' })
    expect(refuseOtpCheck(ready, false)).toBeUndefined()
  })

  test('are counted, and lock with the failure that reaches the limit', () => {
    const lock = { type: 'user.locked', payload: { automatic: true, until: null } }
    expect(countOtpCheck(kind, ready, true, () => [lock])).toEqual({
      userEvents: [{ type: `user.human.mfa.otp.${kind}.check.succeeded`, payload: {} }],
    })
    const failed = countOtpCheck(kind, ready, false, (failures) => (failures === 5 ? [lock] : []))
    expect(failed.userEvents).toEqual([
      { type: `user.human.mfa.otp.${kind}.check.failed`, payload: {} },
      lock,
    ])
    expect(failed.refusal?.kind).toBe('invalid_argument')
  })
})

test('only a person can put off the set-up of a factor', () => {
  expect(skipMfaInit('human')).toEqual([{ type: 'user.human.mfa.init.skipped', payload: {} }])
  expect(skipMfaInit('machine')).toMatchObject({ kind: 'not_found' })
  expect(skipMfaInit('none')).toMatchObject({ kind: 'not_found' })
})
