import { type BatchedCall, batchCalls } from './batchCalls.ts'
import { type KeepRows, keptRows } from './keptRows.ts'
import type { QueryTexts, TextRow } from './textRows.ts'
import { storable } from './unavailable.ts'

/** A read by text values, such as ids; concurrent calls are batched into one statement. */
export type Find = <Row extends object>(sql: string, values: readonly string[]) => Promise<Row[]>

/**
 * Batches the values of waiting calls into one run of their statement, which begins after each call. Only for a fixed set of
 * statements whose parameters `$1`… are texts. Statements are named by their number, so two finds must not share
 * connections. While the database returns the same texts for the same values, the rows are the same objects, so that what was
 * computed from a row can be kept by it.
 */
export function batchedFind(query: QueryTexts): Find {
  const keep = keptRows()
  const finds = new Map<string, BatchedCall<string, object[]>>()
  const open = (sql: string, parameters: number) => {
    const joined = joinedTo(sql, parameters)
    const name = `find-${finds.size}`
    const find = batchCalls<string, object[]>({
      size: 64,
      run: (keys) => run({ query, keep, sql: joined, name }, keys),
    })
    finds.set(sql, find)
    return find
  }
  return async <Row extends object>(sql: string, values: readonly string[]) => {
    const find = finds.get(sql) ?? open(sql, values.length)
    return (await find(storable(recordOf(values)))) as Row[]
  }
}

/** `offset 0` makes PostgreSQL run the statement for each key; a join with all keys might scan the whole table. */
function joinedTo(sql: string, parameters: number): string {
  const columns = Array.from({ length: parameters }, (_, at) => `v${at + 1}`)
  const definitions = columns.map((column) => `${column} text`).join(', ')
  return `select find_key.ordinal::int as find_ordinal, found.*
    from rows from (json_to_recordset($1) as (${definitions})) with ordinality find_key(${columns.join(', ')}, ordinal)
    cross join lateral (select * from (${sql.replace(/\$(\d+)/g, 'find_key.v$1')}) f offset 0) found`
}

interface Batch {
  readonly query: QueryTexts
  readonly keep: KeepRows
  readonly sql: string
  readonly name: string
}

/** Runs one batch; equal values are looked up once. */
async function run({ query, keep, sql, name }: Batch, keys: readonly string[]): Promise<readonly object[][]> {
  const distinct = [...new Set(keys)]
  const { rows, read } = await query(sql, [`[${distinct.join(',')}]`], name)
  const texts: TextRow[][] = distinct.map(() => [])
  for (const row of rows) texts[Number(row[0]) - 1]?.push(row)
  const found = new Map<string, object[]>()
  distinct.forEach((key, at) => {
    // The first column is the ordinal, which depends on the other keys of the batch.
    found.set(
      key,
      keep(`${name}:${key}`, texts[at] ?? [], (row) => read(row, 1)),
    )
  })
  return keys.map((key) => found.get(key) ?? [])
}

function recordOf(values: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(values.map((value, at) => [`v${at + 1}`, value])))
}
