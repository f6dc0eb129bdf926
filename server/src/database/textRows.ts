import type pg from 'pg'
import { resultOf } from './resultOf.ts'
import { resultTypes } from './timestamps.ts'

/** A row as PostgreSQL wrote it: the text of each column. */
export type TextRow = readonly (string | null)[]

/** A result whose rows are read when they are needed. */
export interface TextRows {
  readonly rows: readonly TextRow[]
  /** Returns the row as an object, without the columns before `from`. */
  read(row: TextRow, from: number): object
}

/** Runs one named statement. */
export type QueryTexts = (sql: string, values: readonly unknown[], name: string) => Promise<TextRows>

const asText: pg.CustomTypesConfig = { getTypeParser: () => (text: string) => text }

/** Runs a named statement on a client; parameters are as in `Query`. */
export async function queryTexts(
  client: pg.ClientBase,
  ...[text, values, name]: Parameters<QueryTexts>
): Promise<TextRows> {
  const config = { text, values: [...values], name, types: asText, rowMode: 'array' as const }
  const { rows, fields } = await resultOf<(string | null)[]>(client, config)
  const parsers = fields.map(({ dataTypeID }) => resultTypes.getTypeParser(dataTypeID, 'text'))
  return {
    rows,
    read: (row, from) => {
      const read: Record<string, unknown> = {}
      for (let at = from; at < fields.length; at++) {
        const value = row[at] ?? null
        read[fields[at]?.name ?? ''] = value === null ? null : parsers[at]?.(value)
      }
      return read
    },
  }
}
