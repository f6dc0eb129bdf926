import { expect, test } from 'vitest'
import { startTogether } from './startTogether.ts'

test('requests of one event loop iteration run each step together', async () => {
  const steps: string[] = []
  const take = async (name: string) => {
    await startTogether()
    steps.push(`${name} begins`)
    await undefined
    steps.push(`${name} goes on`)
  }
  const arrive = (name: string) =>
    new Promise<void>((resolve) => setImmediate(() => take(name).then(resolve)))
  await Promise.all([arrive('one'), arrive('other')])
  expect(steps).toEqual(['one begins', 'other begins', 'one goes on', 'other goes on'])
})

test('later requests do not delay earlier ones', async () => {
  const steps: string[] = []
  const first = startTogether().then(() => steps.push('first'))
  setImmediate(() => void startTogether().then(() => steps.push('later')))
  await first
  expect(steps).toEqual(['first'])
})

test('a large number is started in groups', async () => {
  let begun = 0
  const all = Array.from({ length: 70 }, () => startTogether().then(() => begun++))
  const after: number[] = []
  while (begun < all.length) {
    await new Promise(setImmediate)
    if (after.at(-1) !== begun) after.push(begun)
  }
  expect(after).toEqual([32, 64, 70])
})
