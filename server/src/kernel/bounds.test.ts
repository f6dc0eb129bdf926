import { expect, test } from 'vitest'
import { base64Bytes, isWithin } from './bounds.ts'

const bounds = { entries: 2, bytes: 10 }

test('a collection at its bounds is within them, one entry or byte more is not', () => {
  expect(isWithin([], bounds)).toBe(true)
  expect(
    isWithin(
      [
        ['ab', 3],
        ['cd', 3],
      ],
      bounds,
    ),
  ).toBe(true)
  expect(
    isWithin(
      [
        ['ab', 3],
        ['cd', 4],
      ],
      bounds,
    ),
  ).toBe(false)
  expect(
    isWithin(
      [
        ['a', 0],
        ['b', 0],
        ['c', 0],
      ],
      bounds,
    ),
  ).toBe(false)
})

test('names count in bytes, values as what their base64 stands for', () => {
  expect(isWithin([['ééééé', 0]], bounds)).toBe(true)
  expect(isWithin([['éééééx', 0]], bounds)).toBe(false)
  expect([base64Bytes(''), base64Bytes('QQ=='), base64Bytes('QUJD')]).toEqual([0, 1, 3])
})
