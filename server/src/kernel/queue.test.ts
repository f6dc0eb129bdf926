import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { Queue } from './queue.ts'

it('gives items in the order of their arrival, without those that have left', () => {
  const queue = new Queue<string>()
  const [, second, third, fourth] = ['a', 'b', 'c', 'd', 'e'].map((item) => queue.add(item))
  if (!second || !third || !fourth) throw new Error('no places')
  expect([queue.remove(second), queue.remove(fourth), queue.remove(second)]).toEqual([true, true, false])
  expect([...queue]).toEqual(['a', 'c', 'e'])
  expect([queue.first, queue.take(), queue.remove(third), queue.take(), queue.take()]).toEqual([
    'a',
    'a',
    true,
    'e',
    undefined,
  ])
  queue.add('f')
  expect([...queue]).toEqual(['f'])
})

it('lets the item that was given last be removed', () => {
  const queue = new Queue<number>()
  const places = [1, 2, 3].map((item) => queue.add(item))
  const seen: number[] = []
  for (const item of queue) {
    seen.push(item)
    const place = places[item - 1]
    if (place) queue.remove(place)
  }
  expect([seen, queue.first]).toEqual([[1, 2, 3], undefined])
})

it('lets items that have left die with the next scavenge', () => {
  setFlagsFromString('--expose-gc')
  const gc: (options: { type: string; execution: 'sync' }) => void = runInNewContext('gc')
  const heapAfter = (type: string) => {
    for (let time = 0; time < 4; time++) gc({ type, execution: 'sync' })
    return process.memoryUsage().heapUsed
  }
  const queue = new Queue<number[]>()
  const run = () => {
    for (let at = 0; at < 5_000; at++) {
      queue.add(new Array<number>(50).fill(at))
      if (at >= 32) queue.take()
    }
  }
  run()
  heapAfter('major')
  heapAfter('minor')
  run()
  const scavenged = heapAfter('minor')
  expect((scavenged - heapAfter('major')) / 5_000).toBeLessThan(50)
})
