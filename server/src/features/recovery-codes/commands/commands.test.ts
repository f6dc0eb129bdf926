import { expect, test } from 'vitest'
import type { EventBody } from '../../../kernel/facet.ts'
import type { RecoveryCodesState } from '../state.ts'
import {
  addRecoveryCodes,
  clearRecoveryCodes,
  followLastFactor,
  removeRecoveryCodes,
  replaceRecoveryCodes,
} from './changeCodes.ts'
import { countRecoveryCheck, refuseRecoveryCheck, refuseUsedCode } from './checkCode.ts'

const prefix = 'user.human.mfa.recovery_codes'
const none: RecoveryCodesState = { kind: 'none' }
const ready = {
  kind: 'ready',
  secretId: 's1',
  addedAt: '2026-11-21T00:00:00.000Z',
  codes: 3,
  used: [1],
  lastUsedAt: null,
  failedAttempts: 2,
} as const satisfies RecoveryCodesState
const usedUp: RecoveryCodesState = { ...ready, used: [0, 1, 2] }
const set = { secretId: 's2', codes: 10 }
const noLock = (): readonly EventBody[] => []

test('a first set is added, another one replaces it; both need a factor that the codes stand in for', () => {
  expect(replaceRecoveryCodes(none, true, set)).toEqual([{ type: `${prefix}.added`, payload: set }])
  expect(replaceRecoveryCodes(ready, true, set)).toEqual([{ type: `${prefix}.replaced`, payload: set }])
  for (const state of [none, ready]) {
    expect(replaceRecoveryCodes(state, false, set)).toMatchObject({
      code: 'second_factor.recovery_codes_without_factor',
      kind: 'failed_precondition',
    })
  }
})

test('codes are added until ten are unused; used ones are not counted', () => {
  const full = { ...ready, codes: 10, used: [] }
  const one = { secretId: 's2', codes: 1 }
  expect(addRecoveryCodes(none, true, set)).toEqual([{ type: `${prefix}.added`, payload: set }])
  expect(addRecoveryCodes({ ...full, used: [4] }, true, one)).toMatchObject([{ type: `${prefix}.added` }])
  expect(addRecoveryCodes(full, true, one)).toMatchObject({ code: 'second_factor.recovery_codes_too_many' })
  const withoutFactor = { code: 'second_factor.recovery_codes_without_factor' }
  expect(addRecoveryCodes(none, false, one)).toMatchObject(withoutFactor)
})

test('clearing needs no codes, and a person who is not locked', () => {
  expect(clearRecoveryCodes(ready, false)).toEqual([{ type: `${prefix}.removed`, payload: {} }])
  expect(clearRecoveryCodes(none, false)).toEqual([])
  expect(clearRecoveryCodes(none, true)).toMatchObject({ code: 'second_factor.user_locked' })
})

test('removing takes the whole set, also a used one, and nothing else', () => {
  const removed = [{ type: `${prefix}.removed`, payload: {} }]
  expect(removeRecoveryCodes(ready)).toEqual(removed)
  expect(removeRecoveryCodes(usedUp)).toEqual(removed)
  expect(removeRecoveryCodes(none)).toMatchObject({ code: 'second_factor.not_found' })
})

test('the set goes with the last factor that it stands in for, and names the cause', () => {
  const cause = 'user.human.mfa.otp.removed'
  expect(followLastFactor(ready, false, cause)).toEqual([{ type: `${prefix}.removed`, payload: { cause } }])
  expect(followLastFactor(ready, true, cause)).toEqual([])
  expect(followLastFactor(none, false, cause)).toEqual([])
})

test('checks refuse in order: form, readiness, lock, codes left', () => {
  expect(refuseRecoveryCheck(none, true, undefined)?.code).toBe('second_factor.recovery_code_malformed')
  expect(refuseRecoveryCheck(none, true, 'A')?.code).toBe('second_factor.not_ready')
  expect(refuseRecoveryCheck(usedUp, true, 'A')?.code).toBe('second_factor.user_locked')
  expect(refuseRecoveryCheck(usedUp, false, 'A')?.code).toBe('second_factor.recovery_codes_used_up')
  expect(refuseRecoveryCheck(ready, false, 'A')).toBeUndefined()
})

test('a used code is refused and not counted; an unused or unknown one is evaluated', () => {
  expect(refuseUsedCode(ready, 1)?.code).toBe('second_factor.recovery_code_used')
  for (const code of [0, 2, undefined]) expect(refuseUsedCode(ready, code)).toBeUndefined()
})

test('a right code is used up; a wrong one is counted, and the one that reaches the limit locks in the same append', () => {
  expect(countRecoveryCheck(2, 0, noLock)).toEqual({
    userEvents: [{ type: `${prefix}.check.succeeded`, payload: { code: 0 } }],
  })
  const asked: number[] = []
  const { userEvents, refusal } = countRecoveryCheck(2, undefined, (failures) => {
    asked.push(failures)
    return [{ type: 'user.locked', payload: { automatic: true, until: null } }]
  })
  expect(asked).toEqual([3])
  expect(userEvents.map(({ type }) => type)).toEqual([`${prefix}.check.failed`, 'user.locked'])
  expect(refusal?.code).toBe('second_factor.wrong_code')
})
