import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { fold } from '../../testing/fold.ts'
import { emailChanged, phoneChanged, phoneRemoved, userLocked, userRemoved } from '../users/index.ts'
import { checkComplexity } from './commands/checkComplexity.ts'
import { countPasswordCheck, passwordToCheck } from './commands/checkPassword.ts'
import { passwordChanged, passwordFailed, resetCodeAdded } from './events.ts'
import { passwordFacet } from './state.ts'

const given = (...events: readonly EventBody[]) => fold(passwordFacet, events)
const set = passwordChanged({ secretId: 'hash', changeRequired: false })
const failed = passwordFailed()
const codeBy = (medium: 'email' | 'sms') =>
  resetCodeAdded({ secretId: 'code', expiresAt: '2026-11-21T12:00:00.000Z', returned: false, medium })
const secrets = (...events: readonly EventBody[]) => passwordFacet.secrets?.(given(...events))

describe('a guess', () => {
  test('is compared with the hash only, and with nothing while the user is locked', () => {
    expect(passwordToCheck(given(set), false)).toMatchObject({ secretId: 'hash' })
    expect(passwordToCheck(given(), false)).toMatchObject({ code: 'password.not_set' })
    expect(passwordToCheck(given(set, failed), true)).toMatchObject({
      code: 'password.locked',
      failedAttempts: 1,
    })
  })

  test('that fails is counted and may lock; success clears the count', () => {
    const lock = userLocked({ automatic: true, until: null })
    const outcome = countPasswordCheck(given(set, failed), false, (failures) =>
      failures === 2 ? [lock] : [],
    )
    expect(outcome.userEvents).toEqual([failed, lock])
    expect(outcome.refusal).toMatchObject({ kind: 'invalid_argument', failedAttempts: 2 })
    const right = countPasswordCheck(given(set, failed), true, () => [lock])
    expect(isRefusal(right.refusal)).toBe(false)
    expect(given(set, failed, ...right.userEvents).failures).toBe(0)
  })
})

test.each([
  ['used', set, ['hash']],
  ['for an address that changes', emailChanged({ email: 'a@b.example' }), []],
  ['of a removed person', userRemoved(), []],
])('a reset code by mail that is %s is void', (_, event, left) => {
  expect(secrets(codeBy('email'))).toEqual(['code'])
  expect(secrets(codeBy('email'), event)).toEqual(left)
})

test('a code by SMS survives another e-mail address, but not another number', () => {
  expect(secrets(codeBy('sms'), emailChanged({ email: 'a@b.example' }))).toEqual(['code'])
  for (const event of [phoneChanged({ phone: '+49301' }), phoneRemoved()]) {
    expect(secrets(codeBy('sms'), event)).toEqual([])
  }
})

test.each([
  ['Abcdef1!', undefined],
  ['Abcde1!', 'password.too_short'],
  ['ÄÄÄÄÄÄÄÄ', 'password.no_lowercase'],
  ['abcdefg1!', 'password.no_uppercase'],
  ['Abcdefgh!', 'password.no_number'],
  ['Abcdefgh1', 'password.no_symbol'],
  [`Ab1!${'x'.repeat(69)}`, 'password.too_long'],
  [`Ab1!${'ü'.repeat(68)}`, undefined],
  ['ÄÄÄÄb1C', 'password.too_short'],
  ['Ab1!😀😀😀', 'password.too_short'],
  ['Ab1!u\u0308u\u0308u\u0308', 'password.too_short'],
  ['Abcdef1!\n', 'password.control_character'],
])('%s meets the policy or breaks the given rule', (password, code) => {
  const policy = { minLength: 8, hasLowercase: true, hasUppercase: true, hasNumber: true, hasSymbol: true }
  expect(checkComplexity(password, policy)?.code).toBe(code)
})
