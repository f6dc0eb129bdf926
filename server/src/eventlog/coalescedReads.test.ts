import { expect, test } from 'vitest'
import type { Query } from '../database/query.ts'
import { coalescedReads } from './coalescedReads.ts'

/** Creates a database whose statements the test finishes; each returns its number. */
function slowDatabase() {
  const statements: { readonly sql: string; finish(): void; fail(error: Error): void }[] = []
  const query = ((sql: string) =>
    new Promise<object[]>((resolve, reject) => {
      const number = statements.length + 1
      statements.push({ sql, finish: () => resolve([{ number }]), fail: reject })
    })) as Query
  return { statements, read: coalescedReads(query) }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('concurrent equal reads are one statement, others are not', async () => {
  const { read, statements } = slowDatabase()
  const rows = Promise.all([read('a', [1]), read('a', [1]), read('a', [2]), read('a', ['1'])])
  await settled()
  for (const { finish } of statements) finish()
  expect(await rows).toEqual([[{ number: 1 }], [{ number: 1 }], [{ number: 2 }], [{ number: 3 }]])
})

test('a read that arrives while an equal one is running gets the rows of a later statement', async () => {
  const { read, statements } = slowDatabase()
  const first = read('a', [1])
  await settled()
  const late = [read('a', [1]), read('a', [1])]
  await settled()
  expect(statements).toHaveLength(1)
  statements[0]?.finish()
  expect(await first).toEqual([{ number: 1 }])
  await settled()
  statements[1]?.finish()
  expect(await Promise.all(late)).toEqual([[{ number: 2 }], [{ number: 2 }]])
  expect(statements).toHaveLength(2)
})

test('a statement that fails does not fail the next one', async () => {
  const { read, statements } = slowDatabase()
  const first = read('a', [])
  await settled()
  const next = read('a', [])
  statements[0]?.fail(new Error('away'))
  await expect(first).rejects.toThrow('away')
  await settled()
  statements[1]?.finish()
  expect(await next).toEqual([{ number: 2 }])
})

test('values that JSON cannot distinguish are never coalesced', async () => {
  const { read, statements } = slowDatabase()
  const rows = Promise.all([read('a', [Buffer.from('x')]), read('a', [Buffer.from('x')])])
  await settled()
  for (const { finish } of statements) finish()
  expect(await rows).toHaveLength(2)
  expect(statements).toHaveLength(2)
})
