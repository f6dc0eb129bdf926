import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { languageOf, languages } from '../../../console/src/language/language.ts'
import { english } from '../../../console/src/language/localized.ts'

const source = path.resolve(import.meta.dirname, '../../../console/src')
const others = languages.filter((language) => language !== 'en')

// Each file with texts registers them as it is loaded.
const files = globSync('**/*.ts', { cwd: source }).filter((name) =>
  /localized\('\w+'/.test(readFileSync(path.join(source, name), 'utf8')),
)
await Promise.all(files.map((name) => import(path.join(source, name))))

type Shape = string | { readonly [name: string]: Shape }

/** What two languages have in common: names, kinds, and which values of its functions a text shows. */
function shapeOf(texts: unknown): Shape {
  if (typeof texts === 'function') return 'function'
  if (typeof texts !== 'object' || texts === null) return typeof texts
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, shapeOf(text)]))
}

interface Leaf {
  readonly at: string
  readonly text: unknown
}

function leavesOf(texts: unknown, at: string): readonly Leaf[] {
  if (typeof texts !== 'object' || texts === null) return [{ at, text: texts }]
  return Object.entries(texts).flatMap(([name, text]) => leavesOf(text, `${at}.${name}`))
}

/** Values that can be told apart in a text, whatever a function expects. */
const samples: readonly (readonly unknown[])[] = [
  ['\u0001first', '\u0001second', '\u0001third', '\u0001fourth'],
  [90_017, 90_019, 90_021, 90_023],
]

/** The sample values that a text shows, with any marks between thousands; undefined if the function expects something else. */
function shown(text: unknown, values: readonly unknown[]): readonly string[] | undefined {
  if (typeof text !== 'function') return undefined
  try {
    const result = JSON.stringify(text(...values)).replaceAll(/(?<=\d)[.,\s\u00a0\u202f’](?=\d{3})/g, '')
    return values.map(String).filter((value) => result.includes(value.replace('\u0001', '')))
  } catch {
    return undefined
  }
}

test('a wish is a language of the console, or one of which the console has the general form', () => {
  expect(languageOf([])).toBe('en')
  expect(languageOf(['tlh', 'en-GB', 'de'])).toBe('en')
  expect(languageOf(['', 'constructor'])).toBe('en')
  for (const language of languages) expect(languageOf(['xx', `${language}-XX`])).toBe(language)
})

test('every text of the console is registered', () => {
  expect(english.size).toBeGreaterThan(40)
})

describe.each(others)('the console in %s', async (language) => {
  const { translation } = (await import(path.join(source, `translations/${language}/index.ts`))) as {
    readonly translation: Readonly<Record<string, object>>
  }

  test('has every text, and no other', () => {
    expect(shapeOf(translation)).toEqual(shapeOf(Object.fromEntries(english)))
  })

  test('shows the same values in its texts', () => {
    const mine = new Map(leavesOf(translation, '').map(({ at, text }) => [at, text]))
    const functions = leavesOf(Object.fromEntries(english), '').filter(
      ({ text }) => typeof text === 'function',
    )
    expect(functions.length).toBeGreaterThan(100)
    for (const { at, text } of functions)
      for (const values of samples)
        expect([at, shown(mine.get(at), values)]).toEqual([at, shown(text, values)])
  })

  test('is translated', () => {
    const mine = new Map(leavesOf(translation, '').map(({ at, text }) => [at, text]))
    const same = leavesOf(Object.fromEntries(english), '').filter(
      ({ at, text }) =>
        typeof text === 'string' && /[a-z]+ [a-z]+ [a-z]+/i.test(text) && mine.get(at) === text,
    )
    expect(same.map(({ at }) => at)).toEqual([])
  })
})
