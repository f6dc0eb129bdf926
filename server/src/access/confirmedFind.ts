import type { Database } from '../database/database.ts'
import type { ConfirmedReads } from '../eventlog/confirmedReads.ts'
import { type PersonReads, readFromOf } from './personReads.ts'

/** A read by key in one instance; the statement must not depend on the time or on tables that change without events. */
export interface KeyedRead<Row> {
  /** Unique for the statement. */
  readonly name: string
  readonly sql: string
  readonly instanceId: string
  /** All parameters. */
  readonly values: readonly string[]
  /** Returns from which streams of people the rows were read. No rows are kept unless there is one, as strangers choose keys. */
  reads(rows: readonly [Row, ...Row[]]): PersonReads
}

/** Finds rows as `Find` does; those of an earlier request serve as long as the log confirms them (ADR 36). Callers must not change them. */
export function confirmedFind<Row extends object>(
  on: {
    readonly database: Pick<Database, 'find'>
    readonly log: { readonly confirmed: Pick<ConfirmedReads, 'read'> }
  },
  { name, sql, instanceId, values, reads }: KeyedRead<Row>,
): Promise<readonly Row[]> {
  return on.log.confirmed.read({
    kind: name,
    key: JSON.stringify(values),
    load: () => on.database.find<Row>(sql, values),
    readFrom: ([first, ...others]) => first && readFromOf(instanceId, [reads([first, ...others])]),
  })
}
