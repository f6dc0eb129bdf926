import { type Ask, batchCalls } from './batchCalls.ts'
import type { Query } from './query.ts'
import { storable } from './unavailable.ts'

/** A read by text values, such as ids; concurrent calls are batched into one statement. */
export type Find = <Row extends object>(sql: string, values: readonly string[]) => Promise<Row[]>

/**
 * Joins the values of all waiting calls to one run of their statement, which begins after each call. For a fixed set of
 * statements whose parameters `$1`… are texts; anything else is for a plain query. Statements are named by their number,
 * so that no two finds may use the same connections.
 */
export function batchedFind(query: Query): Find {
  const asks = new Map<string, Ask<string, object[]>>()
  const open = (sql: string, parameters: number) => {
    const joined = joinedTo(sql, parameters)
    const name = `find-${asks.size}`
    const ask = batchCalls<string, object[]>({
      size: 64,
      answer: (questions) => answer(query, joined, name, questions),
    })
    asks.set(sql, ask)
    return ask
  }
  return async <Row extends object>(sql: string, values: readonly string[]) => {
    const ask = asks.get(sql) ?? open(sql, values.length)
    return (await ask(storable(recordOf(values)))) as Row[]
  }
}

/** `offset 0`: the statement is run for each question; joined to all of them, it might walk its whole table. */
function joinedTo(sql: string, parameters: number): string {
  const columns = Array.from({ length: parameters }, (_, at) => `v${at + 1}`)
  const definitions = columns.map((column) => `${column} text`).join(', ')
  return `select k.place::int as find_place, found.*
    from rows from (json_to_recordset($1) as (${definitions})) with ordinality k(${columns.join(', ')}, place)
    cross join lateral (select * from (${sql.replace(/\$(\d+)/g, 'k.v$1')}) f offset 0) found`
}

/** Runs one batch; equal values are looked up once. */
async function answer(
  query: Query,
  sql: string,
  name: string,
  questions: readonly string[],
): Promise<readonly object[][]> {
  const asked = [...new Set(questions)]
  const rows = await query<{ find_place: number }>(sql, [`[${asked.join(',')}]`], name)
  const found = new Map<string, object[]>(asked.map((question) => [question, []]))
  for (const { find_place, ...row } of rows) found.get(asked[find_place - 1] ?? '')?.push(row)
  return questions.map((question) => found.get(question) ?? [])
}

function recordOf(values: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(values.map((value, at) => [`v${at + 1}`, value])))
}
