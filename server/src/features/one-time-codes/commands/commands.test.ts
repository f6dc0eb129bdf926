import { describe, expect, test } from 'vitest'
import { isRefusal, refuse } from '../../../kernel/refusal.ts'
import { sessionCodeEvents } from '../events.ts'
import type { CodesState } from '../state.ts'
import { addCodes } from './addCodes.ts'
import { answeredChallenge, refuseExpired } from './answerCode.ts'
import { challengeCode } from './challengeCode.ts'
import { countCode, refuseCodes } from './countCode.ts'
import { removeCodes } from './removeCodes.ts'

const unproved: CodesState = { kind: 'unproved' }
const available: CodesState = { kind: 'available' }
const ready = { kind: 'ready', addedAt: '2026-11-21T00:00:00.000Z', failedAttempts: 4 } as const

describe.each(['sms', 'email'] as const)('one-time codes by %s', (kind) => {
  test('are turned on over a proved channel only, once', () => {
    expect(addCodes(kind, available)).toEqual([{ type: `user.human.mfa.otp.${kind}.added`, payload: {} }])
    expect(addCodes(kind, unproved)).toMatchObject({ kind: 'failed_precondition' })
    expect(addCodes(kind, ready)).toMatchObject({ kind: 'already_exists' })
  })

  test('are turned off when they are on', () => {
    expect(removeCodes(kind, ready)).toEqual([{ type: `user.human.mfa.otp.${kind}.removed`, payload: {} }])
    expect(removeCodes(kind, available)).toMatchObject({ kind: 'not_found' })
    expect(removeCodes(kind, unproved)).toMatchObject({ kind: 'not_found' })
  })

  test('are not evaluated while absent or locked', () => {
    expect(refuseCodes(available, true)).toMatchObject({ code: 'second_factor.not_ready' })
    expect(refuseCodes(ready, true)).toMatchObject({ code: 'second_factor.user_locked' })
    expect(refuseCodes(ready, false)).toBeUndefined()
  })

  test('are counted, and lock with the failure that reaches the limit', () => {
    const lock = { type: 'user.locked', payload: { automatic: true, until: null } }
    expect(countCode(kind, 4, true, () => [lock])).toEqual({
      userEvents: [{ type: `user.human.mfa.otp.${kind}.check.succeeded`, payload: {} }],
    })
    const failed = countCode(kind, 4, false, (failures) => (failures === 5 ? [lock] : []))
    expect(failed.userEvents).toEqual([
      { type: `user.human.mfa.otp.${kind}.check.failed`, payload: {} },
      lock,
    ])
    expect(failed.refusal?.kind).toBe('invalid_argument')
  })
})

const challenge = { secretId: 's1', expiresAt: '2026-11-21T10:05:00.000Z', returned: true }
const codeOf = (outcome: unknown) => (isRefusal(outcome) ? outcome.code : undefined)

describe('codes of a session', () => {
  const unavailable = refuse('test.unavailable', 'failed_precondition', 'not there')
  const ready = { hasUser: true, unavailable: undefined }

  test('an open challenge is answered', () => {
    expect(answeredChallenge(challenge, '1', ready)).toEqual(challenge)
  })

  test('user, code, factor and challenge are looked at in this order', () => {
    const nobody = { hasUser: false, unavailable }
    expect(codeOf(answeredChallenge(undefined, '', nobody))).toBe('session.otp_without_user')
    expect(codeOf(answeredChallenge(undefined, '', { ...ready, unavailable }))).toBe('session.otp_code_empty')
    expect(codeOf(answeredChallenge(undefined, '1', { ...ready, unavailable }))).toBe('test.unavailable')
    expect(codeOf(answeredChallenge(undefined, '1', ready))).toBe('session.otp_not_challenged')
  })

  test('a code lives until its last instant', () => {
    expect(refuseExpired(challenge, new Date('2026-11-21T10:04:59.999Z'))).toBeUndefined()
    expect(codeOf(refuseExpired(challenge, new Date(challenge.expiresAt)))).toBe('session.otp_expired')
  })

  test('a challenge needs a user, a usable factor, and a verified address where a message is sent', () => {
    const standing = { ...ready, verified: true }
    expect(challengeCode('sms', standing, challenge)).toEqual([sessionCodeEvents.sms.challenged(challenge)])
    expect(codeOf(challengeCode('sms', { ...standing, hasUser: false, unavailable }, challenge))).toBe(
      'session.challenge_without_user',
    )
    expect(codeOf(challengeCode('sms', { ...standing, unavailable }, challenge))).toBe('test.unavailable')
    const unverified = { ...standing, verified: false }
    expect(codeOf(challengeCode('sms', unverified, { ...challenge, returned: false }))).toBe(
      'session.otp_address_unverified',
    )
    expect(challengeCode('sms', unverified, { ...challenge, returned: true })).toHaveLength(1)
  })
})
