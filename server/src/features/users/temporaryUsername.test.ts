import { expect, test } from 'vitest'
import { newId } from '../../kernel/ids.ts'
import { isTemporaryUsername, temporaryUsername } from './temporaryUsername.ts'

test.each([
  [temporaryUsername(newId(), 'auth.example.com'), true],
  [`${temporaryUsername(newId(), 'localhost')}@acme.localhost`, true],
  ['4711@temporary.example.com', false],
  [`${newId()}@example.com`, false],
  [`ann-${temporaryUsername(newId(), 'localhost')}`, false],
])('%s is temporary: %s', (name, expected) => {
  expect(isTemporaryUsername(name)).toBe(expected)
})
