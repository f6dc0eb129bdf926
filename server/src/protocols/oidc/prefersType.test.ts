import { expect, test } from 'vitest'
import { prefersType } from './prefersType.ts'

test.each([
  [null, false],
  ['*/*', false],
  ['application/json', false],
  ['application/jwt', true],
  ['Application/JWT', true],
  ['application/json, application/jwt', false],
  ['application/jwt, application/json', true],
  ['application/json;q=0.5, application/jwt', true],
  ['application/jwt;q=0.5, application/json', false],
  ['application/jwt;q=0, */*', false],
  ['text/html', false],
  ['', false],
])('Accept: %s prefers application/jwt: %s', (accept, signed) => {
  expect(prefersType(accept, 'application/jwt')).toBe(signed)
})
