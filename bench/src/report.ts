import { writeFileSync } from 'node:fs'

/** The report as data: tables as rows by the names of their columns, promises by their text. */
const report = {
  tables: [] as Readonly<Record<string, string>>[][],
  promises: [] as { readonly kept: boolean; readonly text: string }[],
}

/** Prints a line of the report. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** Prints a table; the first column is left-aligned, the others right-aligned. */
export function sayTable(names: readonly string[], rows: readonly (readonly string[])[]): void {
  report.tables.push(rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? '']))))
  const widths = names.map((name, at) => Math.max(name.length, ...rows.map((row) => (row[at] ?? '').length)))
  for (const row of [names, ...rows]) {
    say(
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  '),
    )
  }
}

/** Prints a promise with its measurement, and records it if it was not kept. */
export function promise(kept: boolean, text: string): void {
  say(`${kept ? 'ok  ' : 'FAIL'}  ${text}`)
  report.promises.push({ kept, text })
}

/** Returns the promises that were not kept. */
export function brokenPromises(): readonly string[] {
  return report.promises.filter(({ kept }) => !kept).map(({ text }) => text)
}

/** Writes the tables and promises so far to a file, as JSON. */
export function keepReport(file: string): void {
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`)
}

/** Formats a number with its significant digits. */
export function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en')
  return value.toFixed(value >= 10 ? 1 : 2)
}

/** Returns the median; 0 without values. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
