import { expect, test } from 'vitest'
import { sensitiveActs } from './sensitiveActs.ts'
import { services } from './services.ts'

/** Operations below /sallyport/v1; `e2e/src/gravestActs.test.ts` calls them by these names. */
const operations = [
  'CreateLogTarget',
  'UpdateLogTarget',
  'RemoveLogTarget',
  'PauseLogTarget',
  'RenewLogTargetSigningKey',
]

test('every sensitive act is the name of a method of the contract or of an operation', () => {
  const names = new Set(services.flatMap(({ methods }) => methods.map(({ name }) => name)))
  expect([...sensitiveActs].filter((name) => !names.has(name))).toEqual(operations)
})

test('every method that gives, changes or takes away the roles of administrators is one', () => {
  const ofAdministrators = services
    .flatMap(({ methods }) => methods.map(({ name }) => name))
    .filter((name) => /^(Add|Create|Update|Remove|Delete)\w*(Member|Administrator)$/.test(name))
  expect(ofAdministrators.length).toBeGreaterThan(10)
  expect(ofAdministrators.filter((name) => !sensitiveActs.has(name))).toEqual([])
})
