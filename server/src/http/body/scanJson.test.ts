import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanJson } from './scanJson.ts'

const scan = (text: string): number => scanJson(Buffer.from(text))

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function passes(text: string): boolean {
  try {
    scan(text)
    return true
  } catch {
    return false
  }
}

test('counts every value of every JSON text that JSON.parse reads', () => {
  const count = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? 1 + Object.values(value).reduce((sum: number, each) => sum + count(each), 0)
      : 1
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(undefined, 2), (text, indent) => {
      const value: unknown = JSON.parse(text)
      expect(scan(JSON.stringify(value, null, indent))).toBe(count(value))
    }),
  )
})

test('accepts exactly the texts that JSON.parse accepts', () => {
  const piece = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '"a"',
      '"\\n"',
      '"\\u00e9"',
      '"\\x"',
      ' ',
      '\n',
      '\t',
      '\u0001',
    ],
    ...['0', '1', '-', '.', 'e', '+', '01', '1.5e+3', '-0', 'true', 'false', 'null', 'nul', 'é'],
  )
  const near = fc.tuple(fc.json(), fc.nat(), piece).map(([text, at, with_]) => {
    const cut = at % (text.length + 1)
    return text.slice(0, cut) + with_ + text.slice(cut + 1)
  })
  const texts = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    near,
  )
  fc.assert(
    fc.property(texts, (text) => {
      expect([text, passes(text)]).toEqual([text, parses(text)])
    }),
    { numRuns: 3000 },
  )
})

test.each([
  ['{"a":1,}', 7, 1, 8],
  ['{"a": tru}', 9, 1, 10],
  ['{\n  "é": 1\n  "b": 2}', 14, 3, 3],
  ['[1', 2, 1, 3],
  ['"a\nb"', 2, 1, 3],
  ['1 2', 2, 1, 3],
])('names the position of the error in %j', (text, position, line, column) => {
  expect(() => scan(text)).toThrow(`position ${position} (line ${line}, column ${column})`)
})

test('refuses invalid UTF-8 and unpaired surrogates, accepts pairs', () => {
  expect(() => scanJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow('not valid UTF-8')
  expect(() => scanJson(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toThrow('not valid UTF-8')
  for (const text of ['"\\ud800"', '"\\udc00"', '"\\ud800\\u0041"', '"\\udc00\\ud800"', '"\\ud83d x"']) {
    expect(() => scan(text), text).toThrow('not valid UTF-8')
  }
  expect(scan('"\\ud83d\\ude00 😀"')).toBe(1)
})

test('refuses more than 5000 values and more than 100 levels', () => {
  expect(scan(`[${'1,'.repeat(4_998)}1]`)).toBe(5_000)
  expect(() => scan(`[${'1,'.repeat(4_999)}1]`)).toThrow('more than 5000 values')
  expect(scan('['.repeat(100) + ']'.repeat(100))).toBe(100)
  expect(() => scan('['.repeat(101) + ']'.repeat(101))).toThrow('deeper than 100 levels')
})
