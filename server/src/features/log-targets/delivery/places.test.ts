import { expect, test } from 'vitest'
import { roomBeside } from './places.ts'

test('a quarter of the places is the fair part of an instance, and half of them are spared', () => {
  expect(roomBeside('going', [])).toEqual({ free: 24, fair: 6, spared: 12, held: {} })
  expect(roomBeside('failing', ['a', 'b', 'a'])).toEqual({
    free: 5,
    fair: 2,
    spared: 4,
    held: { a: 2, b: 1 },
  })
})
