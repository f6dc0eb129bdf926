import { expect, test } from 'vitest'
import { canonicalLanguage, languageFallbacks } from './languageTag.ts'

test.each([
  ['DE', 'de'],
  ['de_CH', 'de-CH'],
  ['de_ch', 'de-CH'],
  [' zh-hant-tw ', 'zh-Hant-TW'],
  ['iw', 'he'],
  ['und', 'und'],
])('the language %j is stored as %s', (text, tag) => expect(canonicalLanguage(text)).toBe(tag))

test.each(['', 'german language', 'd', 'de--CH', '日本語', 'de-CH-', '<b>'])(
  '%j is no language tag',
  (text) => expect(canonicalLanguage(text)).toBeUndefined(),
)

test.each([
  ['de-CH', ['de-CH', 'de']],
  ['DE', ['de']],
  ['de_CH', ['de-CH', 'de']],
  ['zh-Hant-TW', ['zh-Hant-TW', 'zh-Hant', 'zh']],
  ['de-u-co-phonebk', ['de-u-co-phonebk', 'de-u-co', 'de']],
  ['und', []],
  ['', []],
  ['not a language', []],
])('%j falls back to %j', (tag, tags) => expect(languageFallbacks(tag)).toEqual(tags))
