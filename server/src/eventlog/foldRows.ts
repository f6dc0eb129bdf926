import type { Database } from '../database/database.ts'
import type { JsonObject } from '../kernel/json.ts'
import { type IndexTable, identifier } from './indexTables.ts'
import { completeRow } from './rowChanges.ts'

/** A row whose folded columns would break a unique index, because another row has the same ones. */
export interface FoldingClash {
  readonly table: string
  /** The primary key and the columns that are folded. */
  readonly row: JsonObject
}

const pageSize = 1000
const uniqueViolation = '23505'

/**
 * Folds the rows that were written by a release before ADR 26. Returns the rows that cannot be folded; they keep their former
 * folded columns until one of the clashing rows changes.
 */
export async function foldRows(
  database: Database,
  tables: Iterable<IndexTable>,
): Promise<readonly FoldingClash[]> {
  const clashes: FoldingClash[] = []
  for (const table of tables) {
    if (table.computed.size === 0) continue
    for await (const page of unfolded(database, table)) {
      if (await fold(database, table, page)) continue
      for (const row of page) {
        if (!(await fold(database, table, [row]))) clashes.push({ table: table.name, row })
      }
    }
  }
  return clashes
}

async function* unfolded(database: Database, table: IndexTable): AsyncGenerator<readonly JsonObject[]> {
  const key = table.primaryKey.map(identifier).join(', ')
  const columns = [...table.primaryKey, ...table.folded].map(identifier).join(', ')
  let after: readonly unknown[] = []
  for (;;) {
    const rest = after.length === 0 ? '' : `and (${key}) > (${after.map((_, at) => `$${at + 1}`).join(', ')})`
    const page = await database.query<JsonObject>(
      `select ${columns} from ${identifier(table.name)} where folding is null ${rest}
        order by ${key} limit ${pageSize}`,
      after,
    )
    if (page.length > 0) yield page
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    after = table.primaryKey.map((column) => last[column])
  }
}

/** Writes the folded columns of rows that have not changed since they were read; false if they are not unique. */
async function fold(database: Database, table: IndexTable, rows: readonly JsonObject[]): Promise<boolean> {
  const set = [...table.computed.keys()].map(identifier).map((column) => `${column} = r.${column}`)
  const same = [...table.primaryKey, ...table.folded]
    .map(identifier)
    .map((column) => `t.${column} = r.${column}`)
  try {
    await database.query(
      `update ${identifier(table.name)} t set ${set.join(', ')}
         from jsonb_populate_recordset(null::${identifier(table.name)}, $1) r where ${same.join(' and ')}`,
      [JSON.stringify(rows.map((row) => completeRow(table, row)))],
    )
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code === uniqueViolation) return false
    throw error
  }
}
