import { describe, expect, test } from 'vitest'
import { composeText, foldText, isBlank } from './foldText.ts'

describe('the key of a name', () => {
  test.each([
    ['Émile', 'émile', 'case beyond ASCII'],
    ['zoe\u0308', 'zoë', 'composed and decomposed forms'],
    ['ＡＤＡ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ada@example.com', 'full-width forms'],
    ['ｶﾞｷﾞ', 'ガギ', 'half-width forms, composed'],
    ['a\u200bd\u2060a\ufeff', 'ada', 'zero-width characters'],
    ['ad\u00ada', 'ada', 'soft hyphens'],
    ['\u212aarl', 'karl', 'letters that have another code point'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ', 'final sigma'],
    ['ẞ', 'ß', 'sharp s'],
    ['ΑΛΦΑ', 'αλφα', 'Greek'],
    ['ЖУК', 'жук', 'Cyrillic'],
    ['𐐀', '𐐨', 'letters beyond the basic plane'],
  ])('%s is compared as %s: %s', (text, key) => {
    expect(foldText(text)).toBe(key)
    expect(foldText(text)).toBe(foldText(key))
  })

  test('stays the same when folded again, for every code point', () => {
    for (let first = 0; first <= 0x10ffff; first += 0x1000) {
      const points = Array.from({ length: 0x1000 }, (_, at) => String.fromCodePoint(first + at))
      const key = foldText(`a${points.filter((point) => point.isWellFormed()).join('ab')}b`)
      expect(foldText(key) === key, `from U+${first.toString(16)} on`).toBe(true)
    }
  })

  test('keeps what makes names different', () => {
    expect(new Set(['ada', 'adá', 'ada1', 'a da', 'ａda２', 'ß', 'ss'].map(foldText)).size).toBe(7)
  })
})

test.each(['', ' ', '\u200b', ' \u2060\u00a0\ufeff'])('%j is blank', (text) =>
  expect(isBlank(text)).toBe(true),
)

test.each(['a', ' \u200b.'])('%j is not blank', (text) => expect(isBlank(text)).toBe(false))

test('a displayed name is what was typed, composed', () => {
  expect(composeText('Zoe\u0308 Ａ')).toBe('Zoë Ａ')
})
