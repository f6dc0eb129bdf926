import { describe, expect, test } from 'vitest'
import type { EventBody, Recorded } from '../../kernel/facet.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { countPasswordCheck, passwordToCheck } from './commands/checkPassword.ts'
import { checkComplexity } from './complexity.ts'
import { type PasswordState, passwordFacet } from './state.ts'

const createdAt = '2026-11-21T12:00:00.000Z'
const given = (...events: readonly EventBody[]): PasswordState =>
  events
    .map((event, at): Recorded => ({ ...event, sequence: at + 1, createdAt, creator: 'test' }))
    .reduce((state, event) => passwordFacet.evolve(state, event), passwordFacet.initial)

const set = { type: 'user.human.password.changed', payload: { secretId: 'hash', changeRequired: false } }
const failed = { type: 'user.human.password.check.failed', payload: {} }
const codeBy = (medium: string) => ({
  type: 'user.human.password.code.added',
  payload: { secretId: 'code', expiresAt: createdAt, returned: false, medium },
})
const happened = (type: string) => ({ type, payload: {} })
const secrets = (...events: readonly EventBody[]) => passwordFacet.secrets?.(given(...events))

describe('a guess', () => {
  test('is compared with the hash alone, and not at all while locked', () => {
    expect(passwordToCheck(given(set), false)).toMatchObject({ secretId: 'hash' })
    expect(passwordToCheck(given(), false)).toMatchObject({ code: 'password.not_set' })
    expect(passwordToCheck(given(set, failed), true)).toMatchObject({
      code: 'password.locked',
      failedAttempts: 1,
    })
  })

  test('that fails is counted and may lock; success clears the count', () => {
    const lock = { type: 'user.locked', payload: { automatic: true, until: null } }
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
  ['for an address that changes', happened('user.human.email.changed'), []],
  ['of a removed person', happened('user.removed'), []],
])('a reset code by mail that is %s is void', (_, event, left) => {
  expect(secrets(codeBy('email'))).toEqual(['code'])
  expect(secrets(codeBy('email'), event)).toEqual(left)
})

test('a code by SMS survives another e-mail address, but not another number', () => {
  expect(secrets(codeBy('sms'), happened('user.human.email.changed'))).toEqual(['code'])
  for (const type of ['user.human.phone.changed', 'user.human.phone.removed']) {
    expect(secrets(codeBy('sms'), happened(type))).toEqual([])
  }
})

test.each([
  ['Abcdef1!', undefined],
  ['Abcde1!', 'password.too_short'],
  ['ÄÄÄÄ', 'password.no_lowercase'],
  ['abcdefg1!', 'password.no_uppercase'],
  ['Abcdefgh!', 'password.no_number'],
  ['Abcdefgh1', 'password.no_symbol'],
  [`Ab1!${'x'.repeat(69)}`, 'password.too_long'],
])('%s meets the policy or breaks the named rule', (password, code) => {
  const policy = { minLength: 8, hasLowercase: true, hasUppercase: true, hasNumber: true, hasSymbol: true }
  expect(checkComplexity(password, policy)?.code).toBe(code)
})
