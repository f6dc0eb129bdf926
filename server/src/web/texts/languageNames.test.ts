import { expect, test } from 'vitest'
import { byName, languageName } from './languageNames.ts'
import { tables } from './tables.ts'

test('languages are in the order of their own names, whatever their tags', () => {
  const order = byName(Object.keys(tables).reverse())
  expect(order).toEqual(['de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'zh', 'ja'])
  expect(byName(order)).toEqual(order)
  expect(byName(['pl', 'sv', 'ar', 'cs', 'el']).map(languageName)).toEqual([
    'Čeština',
    'Polski',
    'Svenska',
    'Ελληνικά',
    'العربية',
  ])
})
