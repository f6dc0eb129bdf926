import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { batchedFind } from './batchedFind.ts'
import { openDatabase } from './database.ts'
import type { QueryTexts } from './textRows.ts'
import { textInvalid } from './unavailable.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase([
    { name: 'test/001', sql: 'create table things (owner text, id text, size int, primary key (owner, id))' },
  ])
  await db.database.query(
    `insert into things values ('a', '1', 10), ('a', '2', 20), ('b', '1', 30), ('b', '"]', null)`,
  )
})
afterAll(() => db.close())

const one = 'select id, size from things where owner = $1 and id = $2'

test('concurrent calls are one statement, and each returns its own rows', async () => {
  const own = openDatabase({ url: db.url })
  let statements = 0
  const counted: QueryTexts = (...statement) => {
    statements++
    return own.keyedTexts(...statement)
  }
  const find = batchedFind(counted)
  const found = await Promise.all([
    find(one, ['a', '1']),
    find(one, ['b', '1']),
    find(one, ['a', '1']),
    find(one, ['nobody', '1']),
    find(one, ['b', '"]']),
  ])
  expect(found).toEqual([
    [{ id: '1', size: 10 }],
    [{ id: '1', size: 30 }],
    [{ id: '1', size: 10 }],
    [],
    [{ id: '"]', size: null }],
  ])
  expect(statements).toBe(1)
  await own.close()
})

test('a call may return several rows', async () => {
  const rows = await db.database.find<{ id: string }>('select id from things where owner = $1', ['a'])
  expect(rows.map(({ id }) => id).sort()).toEqual(['1', '2'])
})

test('a call returns rows that were committed before it, also while an equal call is running', async () => {
  const { find, query } = db.database
  const seen: number[] = []
  let written = 0
  let done = false
  const readers = Array.from({ length: 8 }, async () => {
    while (!done) {
      const before = written
      const [row] = await find<{ size: number }>(one, ['a', '2'])
      seen.push((row?.size ?? 0) - before)
    }
  })
  for (let size = 1; size <= 100; size++) {
    await query(`update things set size = $1 where owner = 'a' and id = '2'`, [size])
    written = size
  }
  done = true
  await Promise.all(readers)
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(0)
})

test.each(['\0', '\ud800'])(
  'text that PostgreSQL cannot hold (%j) is refused before it is batched with others',
  async (id) => {
    const { find } = db.database
    const [bad, good] = await Promise.allSettled([find(one, ['a', id]), find(one, ['a', '1'])])
    expect(bad).toMatchObject({ status: 'rejected', reason: { refusal: textInvalid } })
    expect(good).toMatchObject({ status: 'fulfilled', value: [{ id: '1', size: 10 }] })
  },
)

test('rows are the same objects while the database returns the same texts, and new ones after any change', async () => {
  const { find, query } = db.database
  await query(`insert into things values ('kept', '1', 1)`)
  const read = () => find<{ id: string; size: number }>(one, ['kept', '1'])
  const [before] = await read()
  const [others, [same]] = await Promise.all([find(one, ['a', '1']), read()])
  expect(others).toHaveLength(1)
  expect(same).toBe(before)
  await query(`update things set size = 2 where owner = 'kept'`)
  expect(await read()).toEqual([{ id: '1', size: 2 }])
  await query(`insert into things values ('other', '1', 2)`)
  expect((await find(one, ['other', '1']))[0]).not.toBe((await read())[0])
  await query(`delete from things where owner = 'kept'`)
  expect(await read()).toEqual([])
})
