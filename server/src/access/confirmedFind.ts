import type { Database } from '../database/database.ts'
import type { ConfirmedReads } from '../eventlog/confirmedReads.ts'
import type { ConfirmedRead } from '../eventlog/keptReads.ts'
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

/** What keyed reads run on. */
export interface ConfirmedSource {
  readonly database: Pick<Database, 'find'>
  readonly log: { readonly confirmed: ConfirmedReads }
}

/** Finds rows as `Find` does; those of an earlier request serve as long as the log confirms them (ADR 36). Callers must not change them. */
export function confirmedFind<Row extends object>(
  on: ConfirmedSource,
  read: KeyedRead<Row>,
): Promise<readonly Row[]> {
  return on.log.confirmed.read(confirmedRead(on, read))
}

/** Does several such reads; one statement confirms all that are kept. */
export async function confirmedFinds<Row extends object>(
  on: ConfirmedSource,
  all: readonly KeyedRead<Row>[],
): Promise<readonly (readonly Row[])[]> {
  const reads = on.log.confirmed.begin()
  await reads.confirmed()
  return Promise.all(all.map((one) => reads.read(confirmedRead(on, one))))
}

function confirmedRead<Row extends object>(
  on: ConfirmedSource,
  { name, sql, instanceId, values, reads }: KeyedRead<Row>,
): ConfirmedRead<readonly Row[]> {
  return {
    kind: name,
    key: JSON.stringify(values),
    load: () => on.database.find<Row>(sql, values),
    readFrom: ([first, ...others]) => first && readFromOf(instanceId, [reads([first, ...others])]),
  }
}
