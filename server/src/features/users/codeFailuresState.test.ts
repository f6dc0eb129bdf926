import { expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import { fold } from '../../testing/fold.ts'
import { passwordChanged, resetCodeAdded, resetCodeFailed } from '../passwords/index.ts'
import { codeFailuresFacet } from './codeFailuresState.ts'
import { emailVerificationFailed, userRemoved, userUnlocked } from './events.ts'

const after = (...events: readonly EventBody[]) => fold(codeFailuresFacet, events)
const failures = [resetCodeFailed(), emailVerificationFailed()]

test('each use is counted separately, over all its codes', () => {
  const issued = resetCodeAdded({ secretId: 's', expiresAt: '', returned: false, medium: 'email' })
  expect(after(resetCodeFailed(), issued, ...failures)).toEqual({ passwordReset: 2, email: 1 })
})

test('success ends the row of its use; an administrator and a removal end all rows, an automatic release none', () => {
  expect(after(...failures, passwordChanged({ secretId: 's', changeRequired: false }))).toEqual({ email: 1 })
  expect(after(...failures, userUnlocked({ automatic: false }))).toEqual({})
  expect(after(...failures, userUnlocked({ automatic: true }))).toEqual({ passwordReset: 1, email: 1 })
  expect(after(...failures, userRemoved())).toEqual({})
})
