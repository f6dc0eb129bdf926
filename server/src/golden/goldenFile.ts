import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Json } from '../kernel/json.ts'

/**
 * Golden files hold released data. `GOLDEN=accept` (`npm run golden`) adds new entries. Only
 * `GOLDEN=rewrite` changes existing entries, which is allowed only before they are released.
 */
export const goldenMode: string | undefined = process.env['GOLDEN']

const folder = path.join(import.meta.dirname, 'files')

/** Reads a golden file; undefined if there is none, or if all are to be rewritten. */
export function readGolden<Content extends Json>(name: string): Content | undefined {
  const file = path.join(folder, name)
  if (goldenMode === 'rewrite' || !existsSync(file)) return undefined
  return JSON.parse(readFileSync(file, 'utf8')) as Content
}

/** Writes a golden file. */
export function writeGolden(name: string, content: Json): void {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(content, null, 1)}\n`)
}
