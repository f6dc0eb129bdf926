import { expect, test } from 'vitest'
import { readReason } from './reasonHeader.ts'

test.each([
  ['Ticket 4711', 'Ticket 4711'],
  ['%20 Left%2C see #12 ', 'Left, see #12'],
  ['Z%C3%BCrich %f0%9f%9a%aa', 'Zürich 🚪'],
  ['%D7%A9%D7%9C%D7%95%D7%9D', 'שלום'],
  [encodeURIComponent('🚪'.repeat(500)), '🚪'.repeat(500)],
])('%s is read', (text, reason) => {
  expect(readReason(text)).toBe(reason)
})

test.each([
  ['nothing', ''],
  ['white space', '%20%20'],
  ['nothing that can be seen', '%E2%80%8B'],
  ['two headers', 'one, two'],
  ['characters beyond ASCII', 'Zürich'],
  ['half an escape', '100%'],
  ['escapes that are no UTF-8', '%C3%28'],
  ['a part of a pair of surrogates', '%ED%A0%80'],
  ['a control character', 'a%00b'],
  ['a line break', 'a%0Ab'],
  ['a line separator', 'a%E2%80%A8b'],
  ['a mark that turns the direction of text', 'a%E2%80%AEb'],
  ['more than 500 characters', 'a'.repeat(501)],
])('%s is refused', (_, text) => {
  expect(readReason(text)).toBeUndefined()
})
