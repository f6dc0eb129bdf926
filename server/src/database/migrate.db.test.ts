import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { openDatabase } from './database.ts'
import { MigrationError, migrate } from './migrate.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await createTestDatabase()
})
afterEach(async () => {
  await db.close()
})

const first = { name: 'm/1', sql: 'create table things (id int primary key); insert into things values (1)' }
const second = { name: 'm/2', sql: 'alter table things add column name text' }

test('runs each migration once, also when processes start together', async () => {
  const others = [1, 2, 3].map(() => openDatabase({ url: db.url, max: 2 }))
  await Promise.all(others.map((one) => migrate(one, [first, second])))
  expect(await db.database.query('select * from things')).toEqual([{ id: 1, name: null }])
  await Promise.all(others.map((one) => one.close()))
})

test('runs only the migrations that have not run', async () => {
  await migrate(db.database, [first])
  await migrate(db.database, [first, second])
  expect(await db.database.query('select name from schema_migrations order by name')).toEqual([
    { name: 'm/1' },
    { name: 'm/2' },
  ])
})

test('refuses a migration that was changed after it ran', async () => {
  await migrate(db.database, [first])
  const changed = { ...first, sql: `${first.sql}; select 1` }
  await expect(migrate(db.database, [changed])).rejects.toThrow(/m\/1 was edited/)
})

test('a failed migration changes nothing and can be run again', async () => {
  const broken = { name: 'm/1', sql: 'create table things (id int); create nonsense' }
  await expect(migrate(db.database, [broken])).rejects.toThrow(MigrationError)
  await migrate(db.database, [first])
  expect(await db.database.query('select id from things')).toEqual([{ id: 1 }])
})

const greet = (word: string, revision: number) => ({
  name: 'm/functions',
  revision,
  sql: `create or replace function greet() returns text language sql as $$ select '${word}' $$`,
})
const greeting = async () => (await db.database.query<{ greet: string }>('select greet()'))[0]?.greet

test('runs a repeatable migration again when its text differs, after the others', async () => {
  await migrate(db.database, [greet('hello', 1), first])
  await migrate(db.database, [greet('hello', 1), first])
  expect(await greeting()).toBe('hello')
  await migrate(db.database, [greet('welcome', 2), first])
  expect(await greeting()).toBe('welcome')
  expect(await db.database.query(`select revision from schema_migrations order by name`)).toEqual([
    { revision: null },
    { revision: 2 },
  ])
})

test('an older program refuses a newer database and changes nothing', async () => {
  await migrate(db.database, [first, second, greet('welcome', 2)])
  await expect(migrate(db.database, [first, greet('welcome', 2)])).rejects.toThrow(
    'the database is newer than this program, which does not know m/2; start the newer program',
  )
  const older = migrate(db.database, [first, second, greet('hello', 1)])
  await expect(older).rejects.toThrow(/does not know m\/functions, revision 2/)
  await expect(migrate(db.database, [first, second])).rejects.toThrow(MigrationError)
  expect(await greeting()).toBe('welcome')
})

test('refuses a database of version 0.1.0, which kept no revisions, and changes nothing', async () => {
  await db.database.query('alter table schema_migrations drop column revision')
  const refused = migrate(db.database, [first])
  await expect(refused).rejects.toThrow(MigrationError)
  await expect(refused).rejects.toThrow(/version 0\.1\.0 wrote this database/)
  expect(await db.database.query(`select to_regclass('things') as things`)).toEqual([{ things: null }])
})

test('refuses a database without tables where they have to exist, and changes nothing', async () => {
  await db.database.query('drop table schema_migrations')
  const refused = migrate(db.database, [first], { existing: true })
  await expect(refused).rejects.toThrow(MigrationError)
  await expect(refused).rejects.toThrow(/^this database has no tables of Sallyport; choose the right one/)
  expect(await db.database.query(`select to_regclass('schema_migrations') as ledger`)).toEqual([
    { ledger: null },
  ])
  await migrate(db.database, [first])
  await migrate(db.database, [first, second], { existing: true })
  expect(await db.database.query('select * from things')).toEqual([{ id: 1, name: null }])
})
