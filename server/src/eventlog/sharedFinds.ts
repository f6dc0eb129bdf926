import type { Query } from '../database/query.ts'
import { type Ask, microBatch } from './microBatch.ts'

/** A read by text values, such as ids, whose concurrent calls share one statement. */
export type Find = <Row extends object>(sql: string, values: readonly string[]) => Promise<Row[]>

/**
 * Joins the values of all calls that wait to one run of their statement, which begins after each was asked. For a fixed
 * set of statements whose parameters `$1`… are texts; anything else is for a plain query.
 */
export function sharedFinds(query: Query): Find {
  const asks = new Map<string, Ask<readonly string[], object[]>>()
  const open = (sql: string, parameters: number) => {
    const joined = joinedTo(sql, parameters)
    const name = `find-${asks.size}`
    const ask = microBatch<readonly string[], object[]>({
      size: 64,
      flights: 1,
      answer: (keys) => answer(query, joined, name, keys),
    })
    asks.set(sql, ask)
    return ask
  }
  return async <Row extends object>(sql: string, values: readonly string[]) => {
    const ask = asks.get(sql) ?? open(sql, values.length)
    return (await ask(values)) as Row[]
  }
}

function joinedTo(sql: string, parameters: number): string {
  const columns = Array.from({ length: parameters }, (_, at) => `v${at + 1} text`).join(', ')
  return `select k.place as find_place, found.* from json_to_recordset($1) k(place int, ${columns})
    cross join lateral (${sql.replace(/\$(\d+)/g, 'k.v$1')}) found`
}

async function answer(
  query: Query,
  sql: string,
  name: string,
  keys: readonly (readonly string[])[],
): Promise<readonly object[][]> {
  const asked = keys.map((values, place) => ({
    place,
    ...Object.fromEntries(values.map((value, at) => [`v${at + 1}`, value])),
  }))
  const rows = await query<{ find_place: number }>(sql, [JSON.stringify(asked)], name)
  const found: object[][] = keys.map(() => [])
  for (const { find_place, ...row } of rows) found[find_place]?.push(row)
  return found
}
