import { expect, test } from 'vitest'
import { turn } from './turn.ts'

test('what arrives in one turn takes every step side by side', async () => {
  const steps: string[] = []
  const take = async (name: string) => {
    await turn()
    steps.push(`${name} begins`)
    await undefined
    steps.push(`${name} goes on`)
  }
  const arrive = (name: string) =>
    new Promise<void>((resolve) => setImmediate(() => take(name).then(resolve)))
  await Promise.all([arrive('one'), arrive('other')])
  expect(steps).toEqual(['one begins', 'other begins', 'one goes on', 'other goes on'])
})

test('what arrives later does not hold up what is there', async () => {
  const steps: string[] = []
  const first = turn().then(() => steps.push('first'))
  setImmediate(() => void turn().then(() => steps.push('later')))
  await first
  expect(steps).toEqual(['first'])
})

test('of very many that arrive at once some go first', async () => {
  let gone = 0
  const all = Array.from({ length: 70 }, () => turn().then(() => gone++))
  const after: number[] = []
  while (gone < all.length) {
    await new Promise(setImmediate)
    if (after.at(-1) !== gone) after.push(gone)
  }
  expect(after).toEqual([32, 64, 70])
})
