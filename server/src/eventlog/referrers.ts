import type { StreamRef } from '../kernel/facet.ts'

/** The column of an index table that names a stream, and the id of its rows: the only column of the primary key after the instance. */
export interface ReferringColumn {
  readonly table: string
  readonly column: string
  readonly id: string
}

/** A stream, and the rows that must be the only ones that name it. */
export interface ClosedStream extends ReferringColumn {
  readonly ref: StreamRef
  readonly expected: number
  /** Of the ids of the rows. */
  readonly digest: string
}

/** SQL of the digest of the rows that name the stream `$2` of the instance `$1`, and of their number; the names are quoted already. */
export function referrersSql({ table, column, id }: ReferringColumn): string {
  return `select md5(coalesce(string_agg(${id}, ',' order by ${id}), '')) as digest, count(*)::int as count
    from ${table} where instance_id = $1 and ${column} = $2`
}
