import type { Query } from '../database/query.ts'
import { statementNames } from '../database/statementNames.ts'
import { fastPaths } from '../kernel/fastPaths.ts'

/** Runs a read, or joins an equal one that has not been sent yet. */
export type Read = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>

/**
 * Coalesces equal reads that arrive while one is running into the next one, so that rows come from a statement that began
 * after the call. Callers must not change the rows.
 */
export function coalescedReads(query: Query): Read {
  if (!fastPaths) return query
  const waiting = new Map<string, Promise<object[]>>()
  const running = new Map<string, Promise<object[]>>()
  const begin = (key: string, sql: string, values: readonly unknown[]) => {
    waiting.delete(key)
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
    const known = waiting.get(key)
    if (known !== undefined) return known
    const next = () => begin(key, sql, values)
    const rows = (running.get(key) ?? Promise.resolve()).then(next, next)
    waiting.set(key, rows)
    return rows
  }
  return async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    (await (values.every(isPlain) ? share(sql, values) : query(sql, values))) as Row[]
}

const nameOf = statementNames('read')

/** Whether JSON distinguishes the value from all others; false for dates and bytes. */
function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}
