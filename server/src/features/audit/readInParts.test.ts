import { expect, test } from 'vitest'
import { type Matching, type PartBounds, readInParts } from './readInParts.ts'
import type { TrailEvent } from './readTrail.ts'

/** Reads a page from a log of a million events in which one of `rarity` matches; returns how many events each part examined. */
async function examinedBy(matching: Matching, rarity: number, limit = 50): Promise<readonly number[]> {
  const examined: number[] = []
  await readInParts<number>({ limit, matching }, 0, async (bounds: PartBounds, from = 0) => {
    examined.push(bounds.examined)
    const found = Math.min(bounds.limit, Math.floor(bounds.examined / rarity))
    const events = Array.from({ length: found }, () => ({}) as TrailEvent)
    return { events, next: from + bounds.examined, isFull: found === bounds.limit, bytes: 0 }
  })
  return examined
}

test('a page on which every event stands examines no others', async () => {
  expect(await examinedBy('all', 1)).toEqual([50])
  expect(await examinedBy('all', 1, 1000)).toEqual([1000])
})

test('a page of frequent events examines few of them, and one of rare events no more than 20,000', async () => {
  expect(await examinedBy('some', 20)).toEqual([1000])
  expect(await examinedBy('some', 500)).toEqual([1000, 19_000])
  expect((await examinedBy('some, dear', 500)).reduce((sum, count) => sum + count, 0)).toBe(20_000)
})
