import { afterEach, expect, test } from 'vitest'
import { type BodyBounds, BodyBudget } from './bodyBudget.ts'

const opened: BodyBudget[] = []
afterEach(() => {
  for (const budget of opened.splice(0)) budget.close()
})
const open = (bounds: Partial<BodyBounds>): BodyBudget => {
  const budget = new BodyBudget(bounds)
  opened.push(budget)
  return budget
}
const refused = (hold: ReturnType<BodyBudget['open']>): Promise<string> =>
  new Promise((resolve) => hold.onEvicted(({ refusal }) => resolve(refusal.code)))

test('refuses the oldest unfinished body when the bound is exceeded, not the newest', async () => {
  const budget = open({ held: 100 })
  const [idle, old, young] = [budget.open(), budget.open(), budget.open()]
  const oldest = refused(old)
  old.grow(60)
  young.grow(60)
  expect(await oldest).toBe('request.overloaded')
  expect(() => old.decode(1, 1)).toThrow('too many request bodies')
  expect(young.decode(60, 1)).toBeUndefined()
  expect(idle.decode(0, 0)).toBeUndefined()
})

test('refuses a body that alone exceeds the bound', async () => {
  const hold = open({ held: 100 }).open()
  hold.grow(101)
  expect(await refused(hold)).toBe('request.overloaded')
})

test('lets large requests be decoded in their order, one per iteration of the event loop, while they fit', async () => {
  const budget = open({ decoded: 400_000 })
  const order: number[] = []
  const large = [0, 1, 2].map((name) => {
    const hold = budget.open()
    void hold.decode(90_000, 0)?.then(() => order.push(name))
    return hold
  })
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  expect(order).toEqual([])
  await turn()
  expect(order).toEqual([0])
  await turn()
  await turn()
  expect(order).toEqual([0, 1])
  const small = budget.open()
  expect(small.decode(1000, 2)).toBeUndefined()
  large[0]?.release()
  await turn()
  await turn()
  expect(order).toEqual([0, 1, 2])
})

test('refuses small requests beyond their half of the bound, and takes them again after a release', () => {
  const budget = open({ decoded: 20_000 })
  const first = budget.open()
  expect(first.decode(9000, 0)).toBeUndefined()
  const second = budget.open()
  expect(() => second.decode(9000, 0)).toThrow('too many request bodies')
  first.release()
  expect(second.decode(9000, 0)).toBeUndefined()
})

test('refuses bodies that are too slow, and those that wait too long', async () => {
  const budget = open({ readTime: 40, decoded: 2 })
  const [slow, busy, waiting, stream] = [budget.open(), budget.open(), budget.open(), budget.open()]
  stream.mayStayOpen = true
  await busy.decode(100_000, 0)
  waiting.complete = true
  const failed = waiting.decode(100_000, 0)
  expect(await refused(slow)).toBe('request.body_too_slow')
  await expect(failed).rejects.toThrow('too many request bodies')
  expect(stream.decode(0, 0)).toBeUndefined()
})

test('takes nothing for requests that were released before they were decoded', async () => {
  const budget = open({ decoded: 200_000 })
  for (const cost of [9000, 90_000]) {
    const gone = budget.open()
    gone.release()
    expect(() => gone.decode(cost, 0)).toThrow('cancelled')
  }
  const [busy, waiting, last] = [budget.open(), budget.open(), budget.open()]
  await busy.decode(90_000, 0)
  const abandoned = waiting.decode(90_000, 0)
  waiting.release()
  busy.release()
  await expect(abandoned).rejects.toThrow('cancelled')
  await last.decode(90_000, 0)
  expect(budget.open().decode(60_000, 0)).toBeUndefined()
})
