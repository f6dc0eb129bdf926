import { expect, test } from 'vitest'
import { judgeSoak } from './judgeSoak.ts'
import { byShare } from './mixedLoad.ts'
import type { Sample } from './watch.ts'

const flat: Sample = {
  minutes: 1,
  requests: 6_000,
  failed: 0,
  p99: 10,
  resident: 180,
  proportional: 150,
  heap: 60,
  database: 160,
  databaseSize: 20,
  descriptors: 80,
}
const soak = (of: (at: number) => Partial<Sample>) =>
  judgeSoak(Array.from({ length: 12 }, (_, at) => ({ ...flat, ...of(at) }))).map(({ kept }) => kept)

test('what is flat from the second quarter on keeps every promise, whatever the first quarter did', () => {
  expect(soak((at) => (at < 3 ? { resident: 90, database: 40, descriptors: 50 } : {}))).toEqual([
    true,
    true,
    true,
    true,
    true,
  ])
})

test('each promise is broken by what it is about', () => {
  const last = (one: Partial<Sample>) => soak((at) => (at >= 9 ? one : {}))
  expect(soak((at) => ({ failed: at === 11 ? 1 : 0 }))).toEqual([false, true, true, true, true])
  expect(soak(() => ({ requests: 0 }))).toEqual([false, true, true, true, true])
  expect(last({ resident: 190 })).toEqual([true, false, true, true, true])
  expect(last({ database: 177 })).toEqual([true, true, false, true, true])
  expect(last({ descriptors: 81 })).toEqual([true, true, true, false, true])
  expect(soak(() => ({ resident: 223 }))).toEqual([true, true, true, true, false])
})

test('every kind has its share of the requests, and one with several requests a step the fewer steps', () => {
  const kinds = [
    { share: 60, requests: 1 },
    { share: 30, requests: 3 },
    { share: 10, requests: 1 },
  ]
  const choose = byShare(kinds)
  const counts = [0, 0, 0]
  for (let step = 0; step < 800; step++) {
    const at = choose()
    counts[at] = (counts[at] ?? 0) + 1
  }
  expect(counts).toEqual([600, 100, 100])
})
