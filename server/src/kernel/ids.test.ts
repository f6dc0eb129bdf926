import { expect, expectTypeOf, test } from 'vitest'
import { instanceId, newId, type OrgId, orgId, sessionId, type UserId, userId } from './ids.ts'

test('an id is assignable to a string, but neither a string nor another id to it', () => {
  const ids = [instanceId('1'), orgId('1'), userId('1'), sessionId('1')]
  expect(ids).toEqual(['1', '1', '1', '1'])
  expectTypeOf<UserId>().toExtend<string>()
  expectTypeOf<string>().not.toExtend<UserId>()
  expectTypeOf<OrgId>().not.toExtend<UserId>()
})

test('new ids increase, also within a millisecond', () => {
  const ids = Array.from({ length: 3_000 }, () => BigInt(newId()))
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => (a < b ? -1 : 1)))
})
