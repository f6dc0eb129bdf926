import { Logger, runMigrations } from 'graphile-worker'
import { sha256Hex } from '../kernel/crypto/sha256.ts'
import type { Database } from './database.ts'
import type { Query } from './query.ts'

/**
 * One step of the schema. A migration changes tables, runs once and is never edited after its release. With a `revision` it
 * is repeatable instead: it creates or replaces functions and triggers, and runs again whenever its text differs.
 */
export interface Migration {
  /** Unique and stable: `<feature>/<number>-<subject>`, or `<feature>/functions` if repeatable. */
  readonly name: string
  /** One or more statements; they run in a transaction of their own. */
  readonly sql: string
  /** Counts from 1 and grows with every text released, so that a program recognizes functions newer than its own. */
  readonly revision?: number
}

/** The schema of the database does not fit this program; the message names the remedy. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

// 'sallyport' on a telephone keypad; every process must use the same constant.
const lockKey = 725597678

/** A migration as the database recorded it. */
interface Applied {
  readonly name: string
  readonly checksum: string
  /** Null unless repeatable. */
  readonly revision: number | null
}

/** What a migration may do, and who hears of it. */
export interface MigrateOptions {
  /** Hears how many steps begin. */
  readonly progress?: ((step: string) => void) | undefined
  /** Refuse a database without a schema instead of creating one. */
  readonly existing?: boolean
}

/**
 * Brings the schema up to date: the tables of `graphile-worker`, each migration that has not run yet in the given order,
 * then the repeatable ones whose text differs. Processes that start together wait for each other. Throws a
 * `MigrationError`, having changed nothing, if the database is newer than this program, a migration was edited, or an existing
 * schema is missing.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
  { progress, existing = false }: MigrateOptions = {},
): Promise<void> {
  await underLock(database, async (query) => {
    const columns = await ledgerColumns(query)
    if (existing) refuseEmpty(columns)
    refuseUnreadable(columns)
    await query(
      `create table if not exists schema_migrations (
         name text primary key, checksum text not null, revision integer, applied_at timestamptz not null default now())`,
    )
    const ledger = await query<Applied>('select name, checksum, revision from schema_migrations')
    const applied = new Map(ledger.map((row) => [row.name, row]))
    refuseNewerSchema(applied, migrations)
    refuseEdited(applied, migrations)
    const pending = migrations.filter((migration) => !isApplied(applied, migration)).length
    if (pending > 0)
      progress?.(applied.size === 0 ? 'creating the tables' : `upgrading the tables, ${pending} steps`)
    await runMigrations({ pgPool: database.pool, logger: silent })
    for (const repeatable of [false, true]) {
      for (const migration of migrations) {
        if ((migration.revision !== undefined) === repeatable) await apply(query, applied, migration)
      }
    }
  })
}

/** Returns the columns of the record of migrations, none if it does not exist. */
async function ledgerColumns(query: Query): Promise<readonly string[]> {
  const columns = await query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = to_regclass('schema_migrations') and attnum > 0`,
  )
  return columns.map(({ name }) => name)
}

function refuseEmpty(columns: readonly string[]): void {
  if (columns.length > 0) return
  throw new MigrationError(
    'this database has no tables of Sallyport; choose the right one by SALLYPORT_DATABASE_URL or SALLYPORT_DATA_DIR, or start ' +
      'the server, which creates them',
  )
}

/** Version 0.1.0 kept no revisions; its data came before the baseline that later versions read. */
function refuseUnreadable(columns: readonly string[]): void {
  if (columns.length === 0 || columns.includes('revision')) return
  throw new MigrationError(
    'version 0.1.0 wrote this database, and later versions cannot read it; use an empty database or another data directory',
  )
}

function refuseNewerSchema(applied: ReadonlyMap<string, Applied>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map(({ name, revision }) => [name, revision ?? 0]))
  for (const { name, revision } of applied.values()) {
    const latest = known.get(name)
    if (latest !== undefined && latest >= (revision ?? 0)) continue
    const version = revision === null ? name : `${name}, revision ${revision}`
    throw new MigrationError(
      `the database is newer than this program, which does not know ${version}; start the newer program, or restore a dump from before the upgrade`,
    )
  }
}

function refuseEdited(applied: ReadonlyMap<string, Applied>, migrations: readonly Migration[]): void {
  for (const { name, sql, revision } of migrations) {
    const before = applied.get(name)
    if (revision !== undefined || before === undefined || before.checksum === sha256Hex(sql)) continue
    throw new MigrationError(
      `migration ${name} was edited after it had run on this database; restore its text and add a new migration`,
    )
  }
}

/** Runs `work` while no other process holds the schema lock; its statements have no time limit. */
export async function underLock<Result>(
  database: Database,
  work: (query: Query) => Promise<Result>,
): Promise<Result> {
  return database.session(async (query) => {
    const [before] = await query<{ limit: string }>(`select current_setting('statement_timeout') as limit`)
    await query('set statement_timeout = 0')
    await query('select pg_advisory_lock($1)', [lockKey])
    try {
      return await work(query)
    } finally {
      await query('select pg_advisory_unlock($1)', [lockKey])
      await query(`select set_config('statement_timeout', $1, false)`, [before?.limit])
    }
  })
}

function isApplied(applied: ReadonlyMap<string, Applied>, migration: Migration): boolean {
  const before = applied.get(migration.name)
  const revision = migration.revision ?? null
  return before?.checksum === sha256Hex(migration.sql) && before.revision === revision
}

async function apply(
  query: Query,
  applied: ReadonlyMap<string, Applied>,
  migration: Migration,
): Promise<void> {
  if (isApplied(applied, migration)) return
  const { name, sql } = migration
  const revision = migration.revision ?? null
  await query('begin')
  try {
    await query(sql)
    await query(
      `insert into schema_migrations (name, checksum, revision) values ($1, $2, $3)
       on conflict (name) do update set checksum = excluded.checksum, revision = excluded.revision, applied_at = now()`,
      [name, sha256Hex(sql), revision],
    )
    await query('commit')
  } catch (error) {
    await query('rollback')
    throw new MigrationError(`migration ${name} failed: ${String(error)}`, { cause: error })
  }
}

const silent = new Logger(() => () => undefined)
