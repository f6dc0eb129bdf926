import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { openDatabase } from './database.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase([
    { name: 'test/001', sql: 'create table things (id text primary key, text text)' },
  ])
})
afterAll(() => db.close())

test('keyed statements use the index of a table that was empty when they were planned', async () => {
  const sql = 'explain select t.text from json_to_recordset($1) k(id text) join things t using (id)'
  const planned = async (query: typeof db.database.query) =>
    JSON.stringify(await query(sql, ['[]'], 'things'))
  await db.database.query('analyze things')
  expect(await planned(db.database.keyed)).toContain('Index Scan using things_pkey')
  expect(await planned(db.database.query)).toContain('Seq Scan on things')
})

test('after a refused statement its connection and plans stay', async () => {
  const { keyed } = db.database
  const backends = async () => new Set(await Promise.all(Array.from({ length: 8 }, backend)))
  const backend = async () =>
    (await keyed<{ pid: number }>('select pg_backend_pid() as pid', [], 'pid'))[0]?.pid
  const before = await backends()
  await keyed(`insert into things values ('taken', '')`)
  const refused = Array.from({ length: 20 }, () => keyed(`insert into things values ('taken', '')`))
  expect((await Promise.allSettled(refused)).every(({ status }) => status === 'rejected')).toBe(true)
  expect(await backends()).toEqual(before)
})

test('keyed statements keep their plans for their lifetime and are then planned again on the same connection', async () => {
  // An immutable function is evaluated when a statement is planned, so that its value identifies the plan.
  await db.database.query(`create function how_many() returns int immutable language plpgsql as
    'begin return (select count(*) from things); end'`)
  const marksOf = async (planLifetime: number) => {
    const database = openDatabase({ url: db.url, planLifetime })
    const mark = () =>
      database.keyed<{ mark: number; pid: number }>(
        'select how_many() as mark, pg_backend_pid() as pid',
        [],
        'how many',
      )
    const [before] = await mark()
    await database.query('insert into things values (gen_random_uuid(), null)')
    const [after] = await mark()
    await database.close()
    expect(after?.pid).toBe(before?.pid)
    return (after?.mark ?? 0) - (before?.mark ?? 0)
  }
  expect(await marksOf(60_000)).toBe(0)
  expect(await marksOf(0)).toBe(1)
})
