import type { Json } from '../kernel/json.ts'

/**
 * The values of a row in the order of its columns. An object would repeat the names of columns in every row and double the
 * text that PostgreSQL parses.
 */
export type LogRecord = readonly (Json | undefined)[]

/** The columns of a record in order, with their SQL types; `hex` is bytea, sent as hexadecimal digits without a prefix. */
export type RecordColumns = Readonly<Record<string, string>>

/** Returns SQL that selects the records of a jsonb array as rows. */
export function rowsOf(array: string, columns: RecordColumns): string {
  const cells = Object.entries(columns).map(
    ([name, type], position) => `${cell('v', position, type)} as ${name}`,
  )
  return `(select ${cells.join(', ')} from jsonb_array_elements(${array}) v)`
}

/** Returns the SQL of one value of a record; null if the record has null or ends before it. */
export function cell(record: string, position: number, type: string): string {
  const value = `${record}->${position}`
  if (type.endsWith('[]'))
    return `case when jsonb_typeof(${value}) = 'array' then array(select jsonb_array_elements_text(${value}))::${type} end`
  if (type === 'jsonb') return `nullif(${value}, 'null')`
  if (type === 'json') return `nullif(${value}, 'null')::json`
  if (type === 'hex') return `decode(${record}->>${position}, 'hex')`
  return type === 'text' ? `(${record}->>${position})` : `(${record}->>${position})::${type}`
}
