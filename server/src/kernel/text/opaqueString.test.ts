import { expect, test } from 'vitest'
import { opaqueString } from './opaqueString.ts'

test.each([
  ['correct horse', 'correct horse'],
  ['zoe\u0308', 'zoë'],
  ['a\u00a0b\u3000c', 'a b c'],
  ['Ａ', 'Ａ'],
  ['π Ω', 'π Ω'],
  ['😀', '😀'],
])('the password %j is hashed as %j', (typed, hashed) => expect(opaqueString(typed)).toBe(hashed))
