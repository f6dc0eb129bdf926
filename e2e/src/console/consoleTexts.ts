import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { english } from '../../../console/src/language/localized.ts'

/** The folder of the console's sources. */
export const source = path.resolve(import.meta.dirname, '../../../console/src')

// Each file with texts registers them as it is loaded.
const files = globSync('**/*.ts', { cwd: source }).filter((name) =>
  /localized(Page)?\('\w+'/.test(readFileSync(path.join(source, name), 'utf8')),
)
await Promise.all(files.map((name) => import(path.join(source, name))))

/** The English texts of the console by their names. */
export const englishTexts = Object.fromEntries(english)

/** Returns all texts of another language by the same names. */
export async function translationOf(language: string): Promise<Readonly<Record<string, object>>> {
  const load = (part: string) => import(path.join(source, `translations/${language}/${part}.ts`))
  return { ...(await load('start')), ...(await load('pages')) }
}

/** A text, or a function that writes one, with the names that lead to it. */
export interface Leaf {
  readonly at: string
  readonly text: unknown
}

/** Returns all texts below a name. */
export function leavesOf(texts: unknown, at: string): readonly Leaf[] {
  if (typeof texts !== 'object' || texts === null) return [{ at, text: texts }]
  return Object.entries(texts).flatMap(([name, text]) => leavesOf(text, `${at}.${name}`))
}
