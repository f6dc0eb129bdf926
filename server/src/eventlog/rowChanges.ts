import type { IndexRows } from '../kernel/facet.ts'
import { type Json, type JsonObject, sameJson } from '../kernel/json.ts'
import type { IndexTable } from './indexTables.ts'
import type { LogRecord } from './records.ts'

/** The changes of an append to an index table: deleted rows by primary key, others with every column at its position. */
export interface RowChanges {
  readonly delete: readonly LogRecord[]
  readonly update: readonly LogRecord[]
  readonly insert: readonly LogRecord[]
}

/** Returns the difference of two renderings by primary key, without equal rows. Throws if a row does not fit its table. */
export function diffRows(
  before: IndexRows,
  after: IndexRows,
  tables: ReadonlyMap<string, IndexTable>,
): ReadonlyMap<string, RowChanges> {
  const changes = new Map<string, RowChanges>()
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const table = tables.get(name)
    if (table === undefined) throw new Error(`rows for ${name}, which is not a registered index table`)
    const change = changesOf(table, before[name] ?? [], after[name] ?? [])
    if (change !== undefined) changes.set(name, change)
  }
  return changes
}

/** Returns changes that delete the rows of both renderings, whether or not they exist, and insert the new ones; old rows of unknown tables are skipped. */
export function replaceRows(
  before: IndexRows,
  after: IndexRows,
  tables: ReadonlyMap<string, IndexTable>,
): ReadonlyMap<string, RowChanges> {
  const changes = new Map<string, RowChanges>()
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const table = tables.get(name)
    const [old, rows] = [before[name] ?? [], after[name] ?? []]
    if (table === undefined && rows.length === 0) continue
    if (table === undefined) throw new Error(`rows for ${name}, which is not a registered index table`)
    const byOwnKey = new Map([...old, ...rows].map((row) => [keyOf(table, row), row]))
    const removed = [...byOwnKey.values()].map((row) => keyRecord(table, row))
    changes.set(name, { delete: removed, update: [], insert: rows.map((row) => rowRecord(table, row)) })
  }
  return changes
}

/** Returns a row as its table holds it, with the computed columns. */
export function completeRow({ computed }: IndexTable, row: JsonObject): JsonObject {
  if (computed.size === 0) return row
  return { ...row, ...Object.fromEntries([...computed].map(([column, compute]) => [column, compute(row)])) }
}

/** Renders a row's primary key as text, equal for equal keys. */
export function keyOf(table: IndexTable, row: JsonObject): string {
  return JSON.stringify(table.primaryKey.map((column) => row[column]))
}

function changesOf(
  table: IndexTable,
  before: readonly JsonObject[],
  after: readonly JsonObject[],
): RowChanges | undefined {
  const [first] = after
  // The only row of a new stream needs no comparison.
  if (before.length === 0 && first !== undefined && after.length === 1)
    return { delete: [], update: [], insert: [rowRecord(table, first)] }
  return diffTable(table, byKey(table, before), byKey(table, after))
}

function diffTable(
  table: IndexTable,
  before: ReadonlyMap<string, JsonObject>,
  after: ReadonlyMap<string, JsonObject>,
): RowChanges | undefined {
  const removed = [...before].filter(([key]) => !after.has(key)).map(([, row]) => keyRecord(table, row))
  const update: JsonObject[] = []
  const insert: JsonObject[] = []
  for (const [key, row] of after) {
    const old = before.get(key)
    if (old === undefined) insert.push(row)
    else if (!sameJson(old, row)) update.push(row)
  }
  if (removed.length + update.length + insert.length === 0) return undefined
  const record = (row: JsonObject) => rowRecord(table, row)
  if (update.length < 2) return { delete: removed, update: update.map(record), insert: insert.map(record) }
  // A unique value may pass from one changed row to another, which separate updates would refuse.
  const replaced = update.map((row) => keyRecord(table, row))
  return { delete: [...removed, ...replaced], update: [], insert: [...update, ...insert].map(record) }
}

function byKey(table: IndexTable, rows: readonly JsonObject[]): Map<string, JsonObject> {
  const map = new Map<string, JsonObject>()
  for (const row of rows) {
    const key = keyOf(table, row)
    if (map.has(key)) throw new Error(`two rows of ${table.name} share the primary key ${key}`)
    map.set(key, row)
  }
  return map
}

function rowRecord(table: IndexTable, row: JsonObject): LogRecord {
  const record: (Json | undefined)[] = []
  table.columns.forEach((column, at) => {
    const value = table.computed.get(column)?.(row) ?? row[column]
    if (value === undefined) throw new Error(`a row of ${table.name} lacks the column ${column}`)
    record[table.positions[at] ?? at] = value
  })
  if (Object.keys(row).length + table.computed.size !== table.columns.length)
    throw new Error(`a row of ${table.name} has a column that the table lacks`)
  return record
}

function keyRecord(table: IndexTable, row: JsonObject): LogRecord {
  return table.primaryKey.map((column) => row[column])
}
