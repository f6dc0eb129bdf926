import { expect, test } from 'vitest'
import { oncePerRow } from './oncePerRow.ts'

const origin = (url: string) => ({ url, domain: 'a.example', secure: true })

test('a value is kept for the same row and issuer only', () => {
  const once = oncePerRow<number>()
  let computed = 0
  const compute = () => ++computed
  const row = { name: 'same' }
  expect(once({ row, origin: origin('https://a.example') }, compute)).toBe(1)
  expect(once({ row, origin: origin('https://a.example') }, compute)).toBe(1)
  expect(once({ row, origin: origin('https://a.example:8443') }, compute)).toBe(2)
  expect(once({ row: { ...row }, origin: origin('https://a.example') }, compute)).toBe(3)
})
