import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { type LogRecord, rowsOf } from './records.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase([])
})
afterAll(() => db.close())

const columns = {
  words: 'text',
  whole: 'bigint',
  yes: 'boolean',
  at: 'timestamptz',
  bytes: 'bytea',
  digits: 'hex',
  document: 'jsonb',
  list: 'text[]',
}

function read(...records: LogRecord[]) {
  return db.database.query(`select * from ${rowsOf('$1::jsonb', columns)} r`, [JSON.stringify(records)])
}

test('a record becomes a row of its columns', async () => {
  const at = '2026-11-21T10:00:00.123Z'
  const list = ['', 'a,b', '{"quoted"}', 'null', 'é\\']
  const document = { nested: [null, { '': 'x' }] }
  expect(await read(['"it\'s"', '9007199254740993', true, at, '\\x00ff', 'ff00', document, list])).toEqual([
    {
      words: '"it\'s"',
      whole: '9007199254740993',
      yes: true,
      at,
      bytes: Buffer.from([0, 255]),
      digits: Buffer.from([255, 0]),
      document,
      list,
    },
  ])
})

test('null and missing values become null; empty values stay empty', async () => {
  const none = {
    words: null,
    whole: null,
    yes: null,
    at: null,
    bytes: null,
    digits: null,
    document: null,
    list: null,
  }
  expect(await read([null, null, null, null, null, null, null, null], [], [undefined, 0])).toEqual([
    none,
    none,
    { ...none, whole: '0' },
  ])
  expect(await read(['', 1, false, null, '\\x', '', {}, []])).toEqual([
    {
      words: '',
      whole: '1',
      yes: false,
      at: null,
      bytes: Buffer.alloc(0),
      digits: Buffer.alloc(0),
      document: {},
      list: [],
    },
  ])
})
