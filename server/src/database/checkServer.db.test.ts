import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { startTransactionPooler } from '../testing/transactionPooler.ts'
import { checkServer, DatabaseUnsuitableError, type ServerFacts, serverFaults } from './checkServer.ts'

let db: TestDatabase
const role = `app_${randomBytes(6).toString('hex')}`

beforeAll(async () => {
  db = await createTestDatabase()
  await db.database.query('drop schema graphile_worker cascade; drop table schema_migrations')
  await db.database.query(`create role ${role} login password 'right'`)
})
afterAll(async () => {
  await db.database.query(`drop owned by ${role}; drop role ${role}`)
  await db.close()
})

function urlFor(database: string, user?: string): string {
  const url = new URL(db.url)
  url.pathname = `/${database}`
  if (user !== undefined) Object.assign(url, { username: user, password: 'right' })
  return url.href
}
const name = () => new URL(db.url).pathname.slice(1)

async function faultsOf(url: string): Promise<string> {
  const error: unknown = await checkServer(url).then(
    () => new Error('the database is suitable'),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(DatabaseUnsuitableError)
  return (error as Error).message
}

describe('before it starts, the server says', () => {
  it('that a database is not in UTF8, and how to make one', async () => {
    const latin = `latin_${randomBytes(6).toString('hex')}`
    await db.database.query(
      `create database ${latin} encoding 'LATIN1' template template0 locale_provider libc locale 'C'`,
    )
    try {
      const text = await faultsOf(urlFor(latin))
      expect(text).toMatch(/has the encoding LATIN1.*; create one with: create database \w+ encoding 'UTF8'/)
      const [, statement = ''] = /create one with: (.*)$/.exec(text) ?? []
      await db.database.query(statement)
      await checkServer(urlFor(`${latin}_utf8`))
      await db.database.query(`drop database ${latin}_utf8`)
    } finally {
      await db.database.query(`drop database ${latin} with (force)`)
    }
  })

  it('which rights its role lacks, and the statements that it names are enough', async () => {
    const text = await faultsOf(urlFor(name(), role))
    expect(text).toContain(`role ${role} may not create tables in schema public`)
    expect(text).toContain(`role ${role} may not create schemas in database ${name()}`)
    for (const [, statement = ''] of text.matchAll(/grant it with: (.*)$/gm)) {
      await db.database.query(statement)
    }
    expect(await checkServer(urlFor(name(), role))).toBe(urlFor(name(), role))
  })

  it('that the tables belong to another role', async () => {
    await db.database.query('create table schema_migrations (checksum text)')
    const [own] = await db.database.query<{ name: string }>('select current_user as name')
    expect(await faultsOf(urlFor(name(), role))).toContain(
      `belong to role ${own?.name}, whose rights ${role} does not have; connect as ${own?.name}, or run: grant`,
    )
    await db.database.query('drop table schema_migrations')
  })
})

describe('a server is refused', () => {
  const good: ServerFacts = {
    version: 150_000,
    shown_version: '15.0',
    encoding: 'UTF8',
    standby: false,
    database: 'd',
    role: 'r',
    schema: 'public',
    may_create: true,
    may_create_schema: true,
    other_owner: null,
  }
  it.each<[string, Partial<ServerFacts>, RegExp | undefined]>([
    ['never if it has all', {}, undefined],
    ['before version 15', { version: 140_012, shown_version: '14.12' }, /^PostgreSQL 14\.12 is too old; use/],
    [
      'as a standby',
      { standby: true, may_create: false, may_create_schema: false },
      /^the server is a read-only standby; name the primary/,
    ],
    ['without the schema', { may_create: null }, /has no schema public; create it with: create schema/],
  ])('%s', (_, facts, expected) => {
    const faults = serverFaults({ ...good, ...facts })
    expect(faults).toEqual(expected === undefined ? [] : [expect.stringMatching(expected)])
  })
})

describe('a pooler', () => {
  it('that shares sessions between transactions is refused, and the setting is named', async () => {
    const pooler = await startTransactionPooler(db.url)
    try {
      expect(await faultsOf(pooler.url)).toMatch(
        /set pool_mode = session .* or name PostgreSQL itself in SALLYPORT_DATABASE_URL/,
      )
    } finally {
      await pooler.close()
    }
  })
})
