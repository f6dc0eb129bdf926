import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type Json, sameJson } from './json.ts'

const { value } = fc.letrec<{ value: Json | undefined }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(undefined, null, true, false, 0, -0, 1, '', 'a', '__proto__'),
    fc.array(tie('value'), { maxLength: 3 }) as fc.Arbitrary<Json>,
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'toString'), tie('value'), {
      maxKeys: 3,
    }) as fc.Arbitrary<Json>,
  ),
}))

test('values are the same when they render the same', () => {
  fc.assert(
    fc.property(value, value, (left, right) => {
      expect(sameJson(left, right)).toBe(canonicalJson(left) === canonicalJson(right))
    }),
    { numRuns: 5000 },
  )
})

test('a value is the same as one that was read back from its rendering', () => {
  fc.assert(
    fc.property(value, (some) => {
      expect(sameJson(some, JSON.parse(canonicalJson(some)))).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
