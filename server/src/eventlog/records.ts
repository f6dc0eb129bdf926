import type { Json } from '../kernel/json.ts'

/**
 * A row to send to PostgreSQL: its values in the order of its columns. An object would repeat every column's name in every
 * row, which would double the text that PostgreSQL parses.
 */
export type LogRecord = readonly (Json | undefined)[]

/** The columns of a kind of record in their order, with their SQL types; `hex` becomes bytea, from hexadecimal digits alone. */
export type RecordColumns = Readonly<Record<string, string>>

/** SQL: the records of a jsonb array as rows. */
export function rowsOf(array: string, columns: RecordColumns): string {
  const cells = Object.entries(columns).map(([name, type], place) => `${cell('v', place, type)} as ${name}`)
  return `(select ${cells.join(', ')} from jsonb_array_elements(${array}) v)`
}

/** SQL: one value of a record; null where the record has null or nothing. */
export function cell(record: string, place: number, type: string): string {
  const value = `${record}->${place}`
  if (type.endsWith('[]'))
    return `case when jsonb_typeof(${value}) = 'array' then array(select jsonb_array_elements_text(${value}))::${type} end`
  if (type === 'jsonb') return `nullif(${value}, 'null')`
  if (type === 'json') return `nullif(${value}, 'null')::json`
  if (type === 'hex') return `decode(${record}->>${place}, 'hex')`
  return type === 'text' ? `(${record}->>${place})` : `(${record}->>${place})::${type}`
}
