import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { languageOf } from '../../../console/src/language/language.ts'
import { productLanguages as languages } from '../../../server/src/kernel/text/productLanguages.ts'
import { englishTexts, leavesOf, source, translationOf } from './consoleTexts.ts'

const others = languages.filter((language) => language !== 'en')

type Shape = string | { readonly [name: string]: Shape }

/** What two languages have in common: names, kinds, and which values of its functions a text shows. */
function shapeOf(texts: unknown): Shape {
  if (typeof texts === 'function') return 'function'
  if (typeof texts !== 'object' || texts === null) return typeof texts
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, shapeOf(text)]))
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

/** The words of a text, or of what a function writes; none if it expects other values. */
function wordsOf(text: unknown): readonly string[] {
  if (typeof text === 'string') return [text]
  if (typeof text === 'function') return samples.flatMap((values) => wordsOf(written(text as Writer, values)))
  return typeof text === 'object' && text !== null ? Object.values(text).flatMap(wordsOf) : []
}

type Writer = (...values: readonly unknown[]) => unknown

function written(text: Writer, values: readonly unknown[]): unknown {
  try {
    return text(...values)
  } catch {
    return undefined
  }
}

test('French keeps double punctuation on the line of its word', async () => {
  const texts = leavesOf(await translationOf('fr'), '')
  const wrong = texts.flatMap(({ at, text }) =>
    wordsOf(text).flatMap((words) =>
      /[^\u00a0\u202f][?!;:»](?=[\s.)]|$)|«[^\u00a0\u202f]/.test(words) ? [`${at}: ${words}`] : [],
    ),
  )
  expect(texts.length).toBeGreaterThan(1000)
  expect(wrong).toEqual([])
})

test('no component puts the colon of English behind a value', () => {
  const components = globSync('**/*.tsx', { cwd: source })
  // The header of a command is no text.
  const texts = components.filter((name) => !name.endsWith('ApiCall.tsx'))
  const composed = /\}(<\/\w+>)+[:;?!]|\}[:;?!] \{\w|\$\{[^{}`]*\}: |<\/\w+>[:;?!](\s|$)/m
  expect(texts.length).toBeGreaterThan(100)
  expect(texts.filter((name) => composed.test(readFileSync(path.join(source, name), 'utf8')))).toEqual([])
})

test('a wish is a language of the console, or one of which the console has the general form', () => {
  expect(languageOf([])).toBe('en')
  expect(languageOf(['tlh', 'en-GB', 'de'])).toBe('en')
  expect(languageOf(['', 'constructor'])).toBe('en')
  for (const language of languages) expect(languageOf(['xx', `${language}-XX`])).toBe(language)
})

test('every text of the console is registered', () => {
  expect(Object.keys(englishTexts).length).toBeGreaterThan(40)
})

describe.each(others)('the console in %s', async (language) => {
  const translation = await translationOf(language)

  test('has every text, and no other', () => {
    expect(shapeOf(translation)).toEqual(shapeOf(englishTexts))
  })

  test('shows the same values in its texts', () => {
    const mine = new Map(leavesOf(translation, '').map(({ at, text }) => [at, text]))
    const functions = leavesOf(englishTexts, '').filter(({ text }) => typeof text === 'function')
    expect(functions.length).toBeGreaterThan(100)
    for (const { at, text } of functions)
      for (const values of samples)
        expect([at, shown(mine.get(at), values)]).toEqual([at, shown(text, values)])
  })

  test('is translated', () => {
    const mine = new Map(leavesOf(translation, '').map(({ at, text }) => [at, text]))
    const same = leavesOf(englishTexts, '').filter(
      ({ at, text }) =>
        typeof text === 'string' && /[a-z]+ [a-z]+ [a-z]+/i.test(text) && mine.get(at) === text,
    )
    expect(same.map(({ at }) => at)).toEqual([])
  })
})
