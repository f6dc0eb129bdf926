import type { Column } from './DataTable.tsx'
import { type Instant, When } from './When.tsx'

/** A column of instants by which the list can be sorted. */
export function dateColumn<Row>(
  key: string,
  title: string,
  at: (row: Row) => Instant | null | undefined,
): Column<Row> {
  return { key, title, sort: key, cell: (row) => <When at={at(row)} /> }
}
