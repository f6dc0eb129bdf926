import papaparse from 'papaparse'

/** What spreadsheets take a text for a formula by, in some places also by a wide form. */
const mark = '[=+\\-@＝＋－＠\\t\\r\\n]'
/** Looks at the beginning alone, as texts may have several lines. */
const formula = new RegExp(`^${mark}`)
const markedAsText = new RegExp(`^'(?=${mark})`)

/** Writes rows as CSV (RFC 4180) with a header. A text that a spreadsheet would run as a formula is marked as text. */
export function writeCsv(rows: readonly Readonly<Record<string, string>>[]): string {
  return `${papaparse.unparse([...rows], { escapeFormulae: formula })}\r\n`
}

/** The rows of a CSV file by the names of its columns, with what the parser could not read, by row from 0. */
export interface ReadCsv {
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, string | undefined>>[]
  readonly faults: readonly { readonly row: number; readonly message: string }[]
}

/** Reads CSV with a header; the delimiter is found out, empty lines are left out, and the mark that `writeCsv` sets is taken away. */
export function readCsv(text: string): ReadCsv {
  const { data, errors, meta } = papaparse.parse<Record<string, string | undefined>>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    transform: (value) => value.trim().replace(markedAsText, ''),
  })
  return {
    columns: meta.fields ?? [],
    rows: data,
    faults: errors
      .filter(({ code }) => code !== 'UndetectableDelimiter')
      .map(({ row = 0, message }) => ({ row, message })),
  }
}
