import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../database/database.ts'
import { type Migration, migrate, underLock } from '../database/migrate.ts'
import { sha256Hex } from '../kernel/crypto/sha256.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL server of this test run; see `createTestDatabase`. */
    postgresUrl: string
    /** The folder for pictures of pages; none are taken without it. */
    screenshots: string | undefined
  }
}

/** A database of its own for one test file, migrated, on the run's PostgreSQL server. */
export interface TestDatabase {
  readonly url: string
  readonly database: Database
  /** Closes the connections and drops the database. */
  close(): Promise<void>
}

/**
 * Clones a template that holds `migrations` (made once per distinct list and run), in another locale if SQL names one. Needs `testing/globalSetup.ts` in
 * Vitest's `globalSetup`.
 */
export async function createTestDatabase(
  migrations: readonly Migration[] = [],
  locale = '',
): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const template = `template_${sha256Hex(JSON.stringify([migrations, locale])).slice(0, 24)}`
  const name = `test_${randomBytes(8).toString('hex')}`
  const admin = openDatabase({ url: server, max: 2 })
  try {
    // `create database` refuses while another session makes one from the same template; take turns.
    await underLock(admin, async (query) => {
      const known = await query('select from pg_database where datname = $1', [template])
      if (known.length === 0) await makeTemplate(admin, server, { template, migrations, locale })
      await query(`create database ${name} template ${template}`)
    })
  } finally {
    await admin.close()
  }
  const url = urlOf(server, name)
  const database = openDatabase({ url })
  return {
    url,
    database,
    async close() {
      await database.close()
      const last = openDatabase({ url: server, max: 1 })
      await last.query(`drop database ${name} with (force)`)
      await last.close()
    },
  }
}

/** Opens further connections to a test's database, which stays when they are closed. */
export function openTestDatabase(url: string): TestDatabase {
  const database = openDatabase({ url })
  return { url, database, close: () => database.close() }
}

async function makeTemplate(
  admin: Database,
  server: string,
  { template, migrations, locale }: { template: string; migrations: readonly Migration[]; locale: string },
): Promise<void> {
  const draft = `${template}_draft`
  await admin.query(`drop database if exists ${draft} with (force)`)
  await admin.query(`create database ${draft} ${locale === '' ? '' : `template template0 ${locale}`}`)
  const database = openDatabase({ url: urlOf(server, draft) })
  try {
    await migrate(database, migrations)
  } finally {
    await database.close()
  }
  await admin.query(`alter database ${draft} rename to ${template}`)
}

function urlOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
