import { expect, test } from 'vitest'
import type { Recorded } from '../../kernel/facet.ts'
import { codeFailuresFacet } from './codeFailures.ts'

const after = (...types: string[]) =>
  types
    .map((type, at): Recorded => {
      return { type, payload: {}, sequence: at + 1, createdAt: '2026-11-21T10:00:00.000Z', creator: 'x' }
    })
    .reduce(codeFailuresFacet.evolve, codeFailuresFacet.initial)

const wrongReset = 'user.human.password.code.check.failed'
const wrongEmail = 'user.human.email.verification.failed'

test('each use counts by itself, over all codes', () => {
  const issued = 'user.human.password.code.added'
  expect(after(wrongReset, issued, wrongReset, wrongEmail)).toEqual({ passwordReset: 2, email: 1 })
})

test('what settles a use ends its row alone; an unlock and a removal end all', () => {
  expect(after(wrongReset, wrongEmail, 'user.human.password.changed')).toEqual({ email: 1 })
  expect(after(wrongReset, wrongEmail, 'user.unlocked')).toEqual({})
  expect(after(wrongReset, wrongEmail, 'user.removed')).toEqual({})
})
