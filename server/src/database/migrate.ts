import { Logger, runMigrations } from 'graphile-worker'
import { sha256Hex } from '../kernel/crypto/sha256.ts'
import type { Database } from './database.ts'
import type { Query } from './query.ts'

/** One step of the schema. Never edited once released: its checksum is kept and compared. */
export interface Migration {
  /** Unique and stable, `<feature>/<number>-<what>`. */
  readonly name: string
  /** One or more statements; they run in a transaction of their own. */
  readonly sql: string
}

/** The schema on disk is not the one this program was written for; the message says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

// 'sallyport' on a telephone keypad: any constant will do, as long as every process uses the same.
const lockKey = 725597678

/**
 * Brings the schema up to date: `graphile-worker`'s own, then each migration that has not run yet, in the given order.
 * Processes that start together wait for each other; a migration whose text changed since it ran is a `MigrationError`.
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
  await underLock(database, async (query) => {
    await runMigrations({ pgPool: database.pool, logger: silent })
    await query(
      `create table if not exists schema_migrations (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    )
    const ledger = await query<{ name: string; checksum: string }>(
      'select name, checksum from schema_migrations',
    )
    const applied = new Map(ledger.map(({ name, checksum }) => [name, checksum]))
    for (const migration of migrations) await apply(query, applied, migration)
  })
}

/** Runs `work` while no other process holds the schema lock; what it asks for may take as long as it needs. */
export async function underLock<Result>(
  database: Database,
  work: (query: Query) => Promise<Result>,
): Promise<Result> {
  return database.session(async (query) => {
    await query('set statement_timeout = 0')
    await query('select pg_advisory_lock($1)', [lockKey])
    try {
      return await work(query)
    } finally {
      await query('select pg_advisory_unlock($1)', [lockKey])
      await query('reset statement_timeout')
    }
  })
}

async function apply(query: Query, applied: Map<string, string>, { name, sql }: Migration): Promise<void> {
  const checksum = sha256Hex(sql)
  const before = applied.get(name)
  if (before === checksum) return
  if (before !== undefined) {
    throw new MigrationError(
      `migration ${name} was changed after it had run on this database; put it back and add a new one`,
    )
  }
  applied.set(name, checksum)
  await query('begin')
  try {
    await query(sql)
    await query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum])
    await query('commit')
  } catch (error) {
    await query('rollback')
    throw new MigrationError(`migration ${name} failed: ${String(error)}`, { cause: error })
  }
}

const silent = new Logger(() => () => undefined)
