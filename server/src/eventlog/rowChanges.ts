import type { IndexRows } from '../kernel/facet.ts'
import { canonicalJson, type JsonObject } from '../kernel/json.ts'
import type { IndexTable } from './indexTables.ts'

/** What one append does to one index table. Deletes hold the primary key only. */
export interface RowChanges {
  readonly delete: JsonObject[]
  readonly update: JsonObject[]
  readonly insert: JsonObject[]
}

/** The difference of two renderings by primary key; equal rows cost nothing. Throws when a row does not fit its table. */
export function diffRows(
  before: IndexRows,
  after: IndexRows,
  tables: ReadonlyMap<string, IndexTable>,
): ReadonlyMap<string, RowChanges> {
  const changes = new Map<string, RowChanges>()
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const table = tables.get(name)
    if (table === undefined) throw new Error(`rows for ${name}, which is not a registered index table`)
    const change = diffTable(table, byKey(table, before[name] ?? []), byKey(table, after[name] ?? []))
    if (change !== undefined) changes.set(name, change)
  }
  return changes
}

/** A row's primary key as text, equal for equal keys. */
export function keyOf(table: IndexTable, row: JsonObject): string {
  return JSON.stringify(table.primaryKey.map((column) => row[column]))
}

function diffTable(
  table: IndexTable,
  before: ReadonlyMap<string, JsonObject>,
  after: ReadonlyMap<string, JsonObject>,
): RowChanges | undefined {
  const removed = [...before].filter(([key]) => !after.has(key)).map(([, row]) => keyColumns(table, row))
  const update: JsonObject[] = []
  const insert: JsonObject[] = []
  for (const [key, row] of after) {
    const old = before.get(key)
    if (old === undefined) insert.push(row)
    else if (canonicalJson(old) !== canonicalJson(row)) update.push(row)
  }
  if (removed.length + update.length + insert.length === 0) return undefined
  if (update.length < 2) return { delete: removed, update, insert }
  // Several rows change: a unique value may pass from one to another, which single updates would trip over.
  const replaced = update.map((row) => keyColumns(table, row))
  return { delete: [...removed, ...replaced], update: [], insert: [...update, ...insert] }
}

function byKey(table: IndexTable, rows: readonly JsonObject[]): Map<string, JsonObject> {
  const map = new Map<string, JsonObject>()
  for (const row of rows) {
    checkColumns(table, row)
    const key = keyOf(table, row)
    if (map.has(key)) throw new Error(`two rows of ${table.name} share the primary key ${key}`)
    map.set(key, row)
  }
  return map
}

function checkColumns(table: IndexTable, row: JsonObject): void {
  let known = 0
  for (const column of table.columns) {
    if (row[column] === undefined) throw new Error(`a row of ${table.name} lacks the column ${column}`)
    known++
  }
  if (Object.keys(row).length !== known) throw new Error(`a row of ${table.name} has a column too many`)
}

function keyColumns(table: IndexTable, row: JsonObject): JsonObject {
  return Object.fromEntries(table.primaryKey.map((column) => [column, row[column]]))
}
