import { LRUCache } from 'lru-cache'
import type { TextRow } from './textRows.ts'

/** Returns the objects of rows: those from before if the texts for the key are still the same, else new ones. */
export type KeepRows = (key: string, texts: readonly TextRow[], read: (row: TextRow) => object) => object[]

/** Characters of the texts that are kept; with their rows they take about four bytes each. */
const mostCharacters = 2 ** 20

interface Kept {
  readonly texts: readonly TextRow[]
  readonly rows: object[]
}

/**
 * Keeps the rows of look-ups by their texts. Nothing is saved but reading them: the database is asked each time, and a row counts
 * only while it returns exactly the same one.
 */
export function keptRows(): KeepRows {
  const kept = new LRUCache<string, Kept>({
    maxSize: mostCharacters,
    sizeCalculation: ({ texts }, key) => key.length + texts.reduce((sum, row) => sum + lengthOf(row), 0),
  })
  return (key, texts, read) => {
    const before = kept.get(key)
    if (before !== undefined && isSame(before.texts, texts)) return before.rows
    const rows = texts.map(read)
    kept.set(key, { texts, rows })
    return rows
  }
}

function lengthOf(row: TextRow): number {
  return row.reduce((sum, text) => sum + (text?.length ?? 0), 1)
}

function isSame(before: readonly TextRow[], now: readonly TextRow[]): boolean {
  return before.length === now.length && before.every((row, at) => isSameRow(row, now[at] ?? []))
}

/** All but the ordinal. */
function isSameRow(before: TextRow, now: TextRow): boolean {
  if (before.length !== now.length) return false
  for (let at = 1; at < before.length; at++) if (before[at] !== now[at]) return false
  return true
}
