import type { Query } from '../database/query.ts'
import { fastPaths } from '../kernel/fastPaths.ts'

/** A read that is served by an equal one that is about to be sent, if there is one. */
export type Read = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>

/**
 * Coalesces equal reads that arrive while one is running into the next one: rows still come from a statement that began
 * after the call. Callers must not change the rows.
 */
export function coalescedReads(query: Query): Read {
  if (!fastPaths) return query
  const asked = new Map<string, Promise<object[]>>()
  const running = new Map<string, Promise<object[]>>()
  const begin = (key: string, sql: string, values: readonly unknown[]) => {
    asked.delete(key)
    const statement = query<object>(sql, values, nameOf(sql))
    running.set(key, statement)
    const clear = () => {
      if (running.get(key) === statement) running.delete(key)
    }
    statement.then(clear, clear)
    return statement
  }
  const share = (sql: string, values: readonly unknown[]) => {
    const key = JSON.stringify([sql, values])
    const known = asked.get(key)
    if (known !== undefined) return known
    const next = () => begin(key, sql, values)
    const rows = (running.get(key) ?? Promise.resolve()).then(next, next)
    asked.set(key, rows)
    return rows
  }
  return async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    (await (values.every(isPlain) ? share(sql, values) : query(sql, values))) as Row[]
}

const names = new Map<string, string>()
const mostNames = 300

/** Repeated texts are prepared once per connection, up to a number that no fixed set of texts reaches. */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql)
  if (known !== undefined || names.size === mostNames) return known
  const name = `read-${names.size}`
  names.set(sql, name)
  return name
}

/** Values that JSON compares exactly; dates and bytes are not among them. */
function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}
