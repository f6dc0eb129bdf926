import type { Query } from '../database/query.ts'
import { fastPaths } from '../kernel/fastPaths.ts'

/** A read that runs no statement of its own when an equal one is about to be sent. */
export type Read = <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>

/**
 * Lets equal reads that come while one is running share the next: the rows still come from a statement that began after
 * the question. Whoever asks must not change them.
 */
export function sharedReads(query: Query): Read {
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

/** Texts that come again are prepared once a connection; beyond the most, which no fixed set of texts reaches, they are not. */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql)
  if (known !== undefined || names.size === mostNames) return known
  const name = `read-${names.size}`
  names.set(sql, name)
  return name
}

/** What JSON tells apart: a date or bytes would have to be compared in other ways. */
function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}
