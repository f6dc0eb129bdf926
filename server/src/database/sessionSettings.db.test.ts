import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { type Database, openDatabase } from './database.ts'
import { underLock } from './migrate.ts'
import type { Query } from './query.ts'
import { neededSettings } from './sessionSettings.ts'

const table = { name: 'test/001', sql: 'create table things (id text)' }
/** Values that change texts, plans, transactions or limits; all of them may be set by operators. */
const hostile = {
  TimeZone: 'Asia/Kolkata',
  DateStyle: 'German, DMY',
  IntervalStyle: 'sql_standard',
  extra_float_digits: '-5',
  bytea_output: 'escape',
  standard_conforming_strings: 'off',
  array_nulls: 'off',
  transform_null_equals: 'on',
  row_security: 'off',
  default_transaction_isolation: 'serializable',
  default_transaction_read_only: 'on',
  default_transaction_deferrable: 'on',
  session_replication_role: 'replica',
  statement_timeout: '15s',
  lock_timeout: '7ms',
  idle_in_transaction_session_timeout: '17s',
  idle_session_timeout: '18s',
  transaction_timeout: '19s',
  gin_fuzzy_search_limit: '1',
  plan_cache_mode: 'force_custom_plan',
  jit: 'on',
  random_page_cost: '4',
  max_parallel_workers_per_gather: '3',
  client_encoding: 'LATIN1',
  search_path: 'pg_catalog',
}
let db: TestDatabase
const opened: Database[] = []

beforeAll(async () => {
  db = await createTestDatabase([table])
})
afterAll(async () => {
  for (const database of opened) await database.close()
  await db.close()
})

function open(url: string): Database {
  const database = openDatabase({ url })
  opened.push(database)
  return database
}

function withOptions(url: string, settings: Readonly<Record<string, string>>): string {
  const changed = new URL(url)
  const options = Object.entries(settings).map(
    ([name, value]) => `-c ${name}=${value.replaceAll(/([ \\])/g, '\\$1')}`,
  )
  changed.searchParams.set('options', options.join(' '))
  return changed.href
}

/** Every kind of connection that statements run on. */
function queries(database: Database): readonly [string, Query][] {
  const session: Query = (...statement) => database.session((query) => query(...statement))
  const { query, keyed, pipelined } = database
  return Object.entries({ query, keyed, pipelined, session })
}

async function settingsOf(query: Query): Promise<Record<string, string>> {
  const rows = await query<{ name: string; value: string }>(
    'select name, current_setting(name) as value from unnest($1::text[]) as name',
    [Object.keys(hostile)],
  )
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
}

describe('a session has the settings it needs', () => {
  const byKind: Record<string, Record<string, string>> = {
    keyed: { plan_cache_mode: 'force_generic_plan' },
    pipelined: { plan_cache_mode: 'force_generic_plan', lock_timeout: '25ms' },
  }

  async function expectNeeded(url: string): Promise<void> {
    for (const [kind, query] of queries(open(url))) {
      const expected = {
        ...neededSettings,
        statement_timeout: '30s',
        search_path: expect.stringMatching(/^public\b/),
        ...byKind[kind],
      }
      expect(await settingsOf(query), kind).toEqual(expected)
    }
  }

  it('whatever the URL sets', async () => {
    await expectNeeded(withOptions(db.url, hostile))
  })

  it('whatever the database and the role set', async () => {
    const name = new URL(db.url).pathname.slice(1)
    const [role] = await db.database.query<{ name: string }>('select current_user as name')
    const half = Object.entries(hostile).map(([setting, value], index) => [
      index % 2 === 0 ? `database ${name}` : `role ${role?.name} in database ${name}`,
      `${setting} = ${setting === 'search_path' ? value : `'${value}'`}`,
    ])
    for (const [whose, assignment] of half) await db.database.query(`alter ${whose} set ${assignment}`)
    await expectNeeded(db.url)
  })

  it('also after the limit was lifted for a migration', async () => {
    const database = open(withOptions(db.url, { statement_timeout: '1ms' }))
    const limit = async (query: Query) => (await settingsOf(query))['statement_timeout']
    expect(await underLock(database, limit)).toBe('0')
    expect(await limit(database.query)).toBe('30s')
  })

  it('in the listener, which hears of every notification', async () => {
    const database = open(withOptions(db.url, hostile))
    const heard = Promise.withResolvers<void>()
    await database.listen('bell', heard.resolve)
    await database.query('notify bell')
    await heard.promise
  })
})

describe('the search path', () => {
  it('leads to the tables that exist, wherever the URL points', async () => {
    await db.database.query('create schema elsewhere')
    const database = open(withOptions(db.url, { search_path: 'elsewhere' }))
    expect(await database.query('select count(*)::int as n from things')).toEqual([{ n: 0 }])
  })

  it('is the schema that the operator chose while there are no tables', async () => {
    const empty = await createTestDatabase()
    try {
      await empty.database.query('drop table if exists schema_migrations')
      await empty.database.query('create schema chosen')
      const database = open(withOptions(empty.url, { search_path: 'pg_catalog,chosen' }))
      await database.query('create table placed ()')
      expect(await database.query(`select schemaname from pg_tables where tablename = 'placed'`)).toEqual([
        { schemaname: 'chosen' },
      ])
      await database.close()
      opened.splice(opened.indexOf(database), 1)
    } finally {
      await empty.close()
    }
  })
})
