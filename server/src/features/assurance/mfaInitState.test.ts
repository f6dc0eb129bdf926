import { expect, test } from 'vitest'
import type { JsonObject } from '../../kernel/json.ts'
import { fold as foldEvents, userStream } from '../../testing/fold.ts'
import { skipMfaInit } from './commands/skipMfaInit.ts'
import { type MfaInitState, mfaInitFacet } from './mfaInitState.ts'

function fold(type: string, payload: JsonObject, from?: MfaInitState): MfaInitState {
  return foldEvents(mfaInitFacet, [{ type, payload }], from)
}

test.each([
  'user.human.mfa.otp.verified',
  'user.human.mfa.u2f.token.verified',
  'user.human.passwordless.token.verified',
  'user.human.mfa.otp.sms.added',
  'user.human.mfa.otp.email.added',
  'user.removed',
])('putting off the set-up ends with %s', (type) => {
  const skipped = fold('user.human.mfa.init.skipped', {})
  expect(skipped).toEqual({ skippedAt: userStream.createdAt })
  expect(mfaInitFacet.rows?.(skipped, userStream)).toHaveProperty('mfa_init_skips')
  expect(fold(type, { secretId: 's', step: 1 }, skipped)).toEqual({ skippedAt: null })
})

test('only a person can put off the set-up of a factor', () => {
  expect(skipMfaInit('human')).toEqual([{ type: 'user.human.mfa.init.skipped', payload: {} }])
  expect(skipMfaInit('machine')).toMatchObject({ kind: 'not_found' })
  expect(skipMfaInit('none')).toMatchObject({ kind: 'not_found' })
})
