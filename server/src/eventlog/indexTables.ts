import type { Database } from '../database/database.ts'
import { underLock } from '../database/migrate.ts'
import type { Query } from '../database/query.ts'
import type { Json, JsonObject } from '../kernel/json.ts'
import { computedColumns, type FoldedColumns } from './foldedColumns.ts'
import { cell } from './records.ts'

/** An index table, as read from the catalog. */
export interface IndexTable {
  readonly name: string
  readonly columns: readonly string[]
  /** The index of each column in a record: its number in the catalog, which is never given to another column. */
  readonly positions: readonly number[]
  /** The SQL type of each column. */
  readonly types: readonly string[]
  /** In key order; `instance_id` leads. */
  readonly primaryKey: readonly string[]
  /** The columns that have a folded copy. */
  readonly folded: readonly string[]
  /** The columns that rows of facets lack, with their computation. */
  readonly computed: ReadonlyMap<string, (row: JsonObject) => Json>
}

/** A table as the catalog describes it. */
type CatalogTable = Omit<IndexTable, 'folded' | 'computed'>

/**
 * Reads the registered tables from the catalog and creates `log_rows`, the function with which appends change them. It has
 * one static statement per table and operation, so that plans are cached. Throws if a table does not exist.
 */
export async function prepareIndexTables(
  database: Database,
  names: readonly string[],
  folded: FoldedColumns = {},
): Promise<ReadonlyMap<string, IndexTable>> {
  const tables = await readTables(database.query, names)
  await database.query(
    'insert into index_tables (name) select unnest($1::text[]) on conflict (name) do nothing',
    [names],
  )
  // Tables that a newer process has registered stay in the function when an older one starts.
  const registered = await database.query<{ name: string }>(
    'select name from index_tables where to_regclass(quote_ident(name)) is not null',
  )
  const all = await readTables(
    database.query,
    registered.map(({ name }) => name),
  )
  const sql = dispatcher([...all.values()])
  const [current] = await database.query<{ same: boolean }>(
    `select prosrc = $1 as same from pg_proc where proname = 'log_rows' and pronamespace = current_schema()::regnamespace`,
    [sql],
  )
  if (current?.same !== true) {
    await underLock(database, async (query) => {
      await query(
        `create or replace function log_rows(tab text, ops jsonb) returns void language plpgsql as ${literal(sql)}`,
      )
      await assumeOneInstance(query, [...all.keys()])
    })
  }
  return new Map(
    [...tables].map(([name, table]) => {
      const sources = folded[name] ?? []
      return [name, { ...table, folded: sources, computed: computedColumns(sources) }]
    }),
  )
}

/**
 * Sets the statistics of tables that were never analyzed: they have one instance. Without statistics PostgreSQL assumes 200 and
 * prefers any index that begins with `instance_id` to the primary key, so that each change of a row reads the whole instance.
 */
async function assumeOneInstance(query: Query, names: readonly string[]): Promise<void> {
  const [server] = await query<{ restores: boolean }>(
    `select current_setting('server_version_num')::int >= 180000 as restores`,
  )
  if (server?.restores !== true) return
  await query(
    `select pg_restore_attribute_stats('schemaname', current_schema()::text, 'relname', c.relname::text,
       'attname', 'instance_id', 'inherited', false, 'null_frac', 0::real, 'avg_width', 19, 'n_distinct', 1::real)
     from pg_class c
     where c.relname = any($1) and c.relnamespace = current_schema()::regnamespace and c.reltuples < 0`,
    [names],
  )
}

async function readTables(query: Query, names: readonly string[]): Promise<Map<string, CatalogTable>> {
  const found = await query<CatalogTable>(
    `select c.relname as name, a.columns, a.positions, a.types,
       (select array_agg(a.attname::text order by k.ord)
         from pg_index i, unnest(i.indkey) with ordinality k(attnum, ord)
         join pg_attribute a on a.attnum = k.attnum
         where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid) as "primaryKey"
     from pg_class c
     cross join lateral (
       select array_agg(a.attname::text order by a.attnum) as columns,
         array_agg(a.attnum - 1 order by a.attnum) as positions,
         array_agg(format_type(a.atttypid, -1) order by a.attnum) as types
       from pg_attribute a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') a
     where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace and c.relname = any($1)
     order by c.relname collate "C"`,
    [names],
  )
  const tables = new Map(found.map((table) => [table.name, table]))
  for (const name of names) {
    const table = tables.get(name)
    if (table === undefined)
      throw new Error(`index table ${name} does not exist; add a migration that creates it`)
    if (table.primaryKey?.[0] !== 'instance_id') {
      throw new Error(`the primary key of index table ${name} must begin with instance_id`)
    }
  }
  return tables
}

/** Renders `log_rows`: deletes, then updates, then inserts, so that unique values may pass between rows of an append. */
function dispatcher(tables: readonly CatalogTable[]): string {
  const cases = tables.map((table) => {
    const name = identifier(table.name)
    const columns = table.columns.map(identifier)
    const typeOf = (column: string) => table.types[table.columns.indexOf(column)] ?? 'text'
    const values = table.columns.map((column, at) => cell('r', table.positions[at] ?? at, typeOf(column)))
    const records = (operation: string) => `jsonb_array_elements(ops->'${operation}') r`
    const key = table.primaryKey.map(
      (column, at) => `t.${identifier(column)} = ${cell('r', at, typeOf(column))}`,
    )
    const sameKey = table.primaryKey.map((column) => {
      const at = table.columns.indexOf(column)
      return `t.${columns[at]} = ${values[at]}`
    })
    const others = columns.flatMap((column, at) =>
      table.primaryKey.includes(table.columns[at] ?? '') ? [] : [`${column} = ${values[at]}`],
    )
    const update = `update ${name} t set ${others.join(', ')} from ${records('update')} where ${sameKey.join(' and ')};`
    return `when ${literal(table.name)} then
      if ops->'delete' <> '[]' then delete from ${name} t using ${records('delete')} where ${key.join(' and ')}; end if;
      if ops->'update' <> '[]' then ${others.length === 0 ? 'null;' : update} end if;
      if ops->'insert' <> '[]' then
        insert into ${name} (${columns.join(', ')}) select ${values.join(', ')} from ${records('insert')};
      end if;`
  })
  const unknown = `raise exception 'unknown index table %', tab;`
  if (cases.length === 0) return `begin ${unknown} end`
  return `begin case tab ${cases.join('\n')} else ${unknown} end case; end`
}

/** Quotes a name that comes from the catalog or from code, never from a request. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
