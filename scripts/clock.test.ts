import { expect, test } from 'vitest'
import { checkClock, clockViolations } from './clock.ts'

const feature = 'server/src/features/users/planted.ts'

test.each([
  'const now = new Date()',
  'const at = Date.now()',
  'const text = Date()',
  "import { setTimeout as pause } from 'node:timers/promises'",
  "import { systemClock } from '../../kernel/clock.ts'",
])('finds a planted %s', (line) => {
  expect(clockViolations(feature, `// first\n${line}\n`)).toEqual([`${feature}:2: ${line}`])
})

test('ignores other expressions, comments, tests and the composition root', () => {
  const harmless = 'const at = new Date(text) // not new Date()\n/* Date.now() */\nDate.UTC(2024, 0, 1)\n'
  expect(clockViolations(feature, harmless)).toEqual([])
  expect(clockViolations('server/src/kernel/clock.ts', 'new Date()')).toEqual([])
  expect(clockViolations('server/src/kernel/ids.test.ts', 'new Date()')).toEqual([])
  expect(clockViolations('server/src/product.ts', 'systemClock.now()')).toEqual([])
})

test('the server passes', () => {
  expect(checkClock()).toBe(true)
})
