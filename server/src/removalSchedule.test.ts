import { expect, test } from 'vitest'
import { mortalTypes } from './config/auditRetention.ts'
import { features } from './product.ts'

test('a retention can be set for every type of stream that dies, and for no other', () => {
  const types = features.flatMap(({ dead = [] }) => dead.map(({ type }) => type))
  expect(types.toSorted()).toEqual(mortalTypes.toSorted())
})
