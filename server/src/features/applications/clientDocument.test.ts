import { expect, test } from 'vitest'
import { freshnessOf, isDocumentAddress } from './clientDocument.ts'

const minute = 60_000

test.each([
  ['https://agent.example/client.json', true],
  ['https://agent.example:8443/a?b=c', true],
  ['http://agent.example/client.json', false],
  ['https://agent.example', false],
  ['https://agent.example/', false],
  ['https://agent.example/a/../b', false],
  ['https://agent.example/a/%2E%2e/b', false],
  ['https://agent.example/./b', false],
  ['https://user@agent.example/b', false],
  ['https://:secret@agent.example/b', false],
  ['https://agent.example/b#c', false],
  ['https://agent.example/b#', false],
  ['https://AGENT.example/b', false],
  ['https://agent.example:443/b', false],
  ['https:\\\\agent.example/b', false],
  ['https://127.1/b', false],
  [`https://agent.example/${'x'.repeat(500)}`, false],
  ['385638848033701888', false],
])('%s as an address of a document: %s', (text, expected) => {
  expect(isDocumentAddress(text)).toBe(expected)
})

test.each([
  [{}, 60],
  [{ 'cache-control': 'max-age=1800' }, 30],
  [{ 'cache-control': 'public, s-maxage=1200, max-age=1800' }, 20],
  [{ 'cache-control': 'max-age=1800', age: '600' }, 20],
  [{ 'cache-control': 'max-age=0' }, 5],
  [{ 'cache-control': 'no-store, max-age=1800' }, 5],
  [{ 'cache-control': 'max-age=9999999999' }, 24 * 60],
  [{ 'cache-control': 'max-age=1800', age: '9999999999' }, 5],
])('a document with the headers %o is fresh for %s minutes', (headers, minutes) => {
  expect(freshnessOf(headers)).toBe(minutes * minute)
})
