import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { logMigrations } from './index.ts'
import { prepareIndexTables } from './indexTables.ts'

let db: TestDatabase
beforeAll(async () => {
  // A wide row: PostgreSQL then expects so few of them in a new table that any index seems to find one row.
  const others = Array.from({ length: 20 }, (_, at) => `other${at} text`)
  const sql = `
    create table things (instance_id text, id text, owner text not null, ${others}, primary key (instance_id, id));
    create index things_by_owner on things (instance_id, owner);`
  db = await createTestDatabase([...logMigrations, { name: 'test/001', sql }])
})
afterAll(() => db.close())

test('rows of a new table are found by their primary key, not by an index of the whole instance', async () => {
  await prepareIndexTables(db.database, ['things'])
  const sql = `explain delete from things t using jsonb_array_elements($1) r
    where t.instance_id = r->>0 and t.id = r->>1`
  const plan = JSON.stringify(await db.database.keyed(sql, ['[]'], 'things'))
  expect(plan).toContain('using things_pkey')
})
