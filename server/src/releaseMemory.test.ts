import { expect, test } from 'vitest'
import { isDue } from './releaseMemory.ts'

const mib = 2 ** 20

test('what the start has left goes at the first idle look', () => {
  expect(isDue({ looks: 0, kept: undefined }, 150 * mib)).toBe(false)
  expect(isDue({ looks: 1, kept: undefined }, 150 * mib)).toBe(true)
})

test('later it takes a minute without load and a heap that has grown', () => {
  expect(isDue({ looks: 19, kept: 60 * mib }, 150 * mib)).toBe(false)
  expect(isDue({ looks: 20, kept: 60 * mib }, 150 * mib)).toBe(true)
  expect(isDue({ looks: 500, kept: 60 * mib }, 80 * mib)).toBe(false)
})
