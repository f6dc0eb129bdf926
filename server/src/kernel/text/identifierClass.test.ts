import { describe, expect, test } from 'vitest'
import { firstDisallowed, keepsDirection } from './identifierClass.ts'

describe('the characters of usernames (RFC 8265)', () => {
  test.each([
    'ada',
    'ada.lovelace+test@example.com',
    'ada lovelace',
    "o'brien!#$%&*=?^_`{|}~",
    'Émile',
    'zoe\u0308',
    'ＡＤＡ',
    'straße',
    'Ὀδυσσεύς',
    '田中太郎',
    '고길동',
    'ดวงใจ',
    'ελ͵α',
    'paral·lel',
    'キー・ボード',
    'क्\u200dष',
    'نامه\u200cای',
    '๑๒๓',
    '٣٤',
  ])('%s fits', (name) => expect(firstDisallowed(name)).toBeUndefined())

  test.each([
    ['ad\u200ba', '\u200b', 'zero-width space'],
    ['ad\u200da', '\u200d', 'joiner without a virama'],
    ['ad\u200ca', '\u200c', 'non-joiner between letters that do not join'],
    ['\u202eada', '\u202e', 'direction override'],
    ['ada\u00ad', '\u00ad', 'soft hyphen'],
    ['a\tb', '\t', 'control character'],
    [' ada', ' ', 'space at the beginning'],
    ['ada\u00a0lovelace', '\u00a0', 'other space'],
    ['ada😀', '😀', 'symbol'],
    ['ﬁnn', 'ﬁ', 'compatibility character'],
    ['ada\ue000', '\ue000', 'private use'],
    ['ada\u0378', '\u0378', 'unassigned'],
    ['a·b', '·', 'middle dot outside of its context'],
    ['٣۴', '٣', 'digits of two systems'],
    ['\u1100', '\u1100', 'part of a Hangul syllable'],
  ])('%j does not: %j, %s', (name, point) => expect(firstDisallowed(name)).toBe(point))
})

test.each([
  ['משה', true],
  ['משה@example.com', true],
  ['דוד1', true],
  ['ada@דוגמה.example', true],
  ['adaמשה', false],
  ['1משה', false],
])('a part of a username is written in one direction: %s %s', (name, fits) =>
  expect(keepsDirection(name)).toBe(fits),
)
