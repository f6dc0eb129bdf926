import { expect, test } from 'vitest'
import { sensitiveActs } from './sensitiveActs.ts'
import { services } from './services.ts'

test('every sensitive act is the name of a method of the contract', () => {
  const names = new Set(services.flatMap(({ methods }) => methods.map(({ name }) => name)))
  expect([...sensitiveActs].filter((name) => !names.has(name))).toEqual([])
})
