import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { tables } from './tables.ts'
import type { Forms, TextKey } from './texts.ts'

const english = Object.entries<string | Forms>(tables.en) as [TextKey, string | Forms][]
const formsOf = (text: string | Forms): Readonly<Record<string, string>> =>
  typeof text === 'string' ? { text } : { ...text }
const textsOf = (text: string | Forms) => Object.values(formsOf(text))
const placeholdersIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted()
/** Texts that are the same in a language as in English. */
const shared: Readonly<Record<string, readonly string[]>> = {
  de: ['optional', 'Code', 'Name', 'Passkey', 'Passkeys'],
  fr: ['Code', 'Applications'],
  it: ['Password', 'Passkey'],
  ja: ['Powered by {name}'],
  nl: ['Code', 'Passkey', 'Passkeys'],
}

test('no key begins with another, so that a tree of own texts can set each', () => {
  const keys = english.map(([key]) => key)
  expect(keys.filter((key) => keys.some((other) => other.startsWith(`${key}.`)))).toEqual([])
})

test('no text is markup, and none has blanks at its ends', () => {
  for (const [language, table] of Object.entries(tables))
    for (const [key, text] of Object.entries<string | Forms>(table))
      for (const one of textsOf(text))
        expect(/[<>]|&\w+;|^\s|\s$|\s\s|!$/.test(one) ? `${language} ${key}: ${one}` : '').toBe('')
})

describe.each(Object.keys(tables).filter((language) => language !== 'en'))('%s', (language) => {
  const table = tables[language as keyof typeof tables]

  test('has exactly the texts of the English table', () => {
    expect(Object.keys(table).toSorted()).toEqual(english.map(([key]) => key).toSorted())
  })

  test('names the values that the English text names, in every form', () => {
    const wrong = english.filter(([key, text]) => {
      const wanted = placeholdersIn(typeof text === 'string' ? text : text.other)
      return textsOf(table[key]).some((own) => String(placeholdersIn(own)) !== String(wanted))
    })
    expect(wrong.map(([key]) => key)).toEqual([])
  })

  test('leaves no English over', () => {
    const own = (key: TextKey, form: string) => formsOf(table[key])[form]
    const same = english.flatMap(([key, text]) =>
      Object.entries(formsOf(text)).filter(([form, words]) => own(key, form) === words),
    )
    expect(new Set(same.map(([, words]) => words))).toEqual(new Set(shared[language]))
  })

  // `many` of Spanish, French, Italian and Portuguese is for whole millions, which no page counts to.
  test('has a form for every category of its plurals', () => {
    const rules = new Intl.PluralRules(language)
    const categories = [
      ...new Set([...Array(1000).keys()].map((count) => rules.select(count)).concat('other')),
    ]
    const counted = english.filter(([, text]) => typeof text !== 'string').map(([key]) => key)
    expect(counted.length).toBeGreaterThan(5)
    for (const key of counted)
      expect([key, Object.keys(table[key]).toSorted()]).toEqual([key, categories.toSorted()])
  })
})

/** A value and a colon of English in markup, which other languages write otherwise (`colonOf`). */
const composed = /\$\{[^{}`]*\}(<\/\w+>)*:(?= |<|\\n|\$\{t\b)/

test('no markup puts the colon of English behind a label', () => {
  const folders = ['..', '../../features/notifications']
  const sources = folders.flatMap((folder) =>
    globSync('**/*.ts', { cwd: path.join(import.meta.dirname, folder) })
      .filter((name) => !/\.test\.ts$|^adapters\//.test(name))
      .map((name) => path.join(import.meta.dirname, folder, name)),
  )
  expect(sources.length).toBeGreaterThan(100)
  expect(sources.filter((file) => composed.test(readFileSync(file, 'utf8')))).toEqual([])
})

test('French keeps double punctuation on the line of its word', () => {
  const texts = Object.values<string | Forms>(tables.fr).flatMap(textsOf)
  expect(
    texts.filter((text) => /[^\u00a0\u202f][?;»]|[^\u00a0\u202f]:(?!\/\/)| [?:;»]|« /.test(text)),
  ).toEqual([])
})
