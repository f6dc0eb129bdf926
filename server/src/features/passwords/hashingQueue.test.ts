import { expect, test } from 'vitest'
import { hashingQueue, type Turn } from './hashingQueue.ts'

/** A queue whose work is finished by hand; `begun` lists the work in the order in which it got a slot. */
function byHand(slots: number) {
  const queue = hashingQueue(slots)
  const begun: string[] = []
  const finishers = new Map<string, () => void>()
  const add = (name: string, turn: Turn) =>
    queue(turn, () => {
      begun.push(name)
      return new Promise<void>((resolve) => finishers.set(name, resolve))
    })
  const finish = async (name: string, work: Promise<unknown>) => {
    finishers.get(name)?.()
    await work
  }
  return { begun, add, finish }
}

/** Lets everything that can go on without a finished piece of work do so. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('organizations take turns, however much one of them has waiting', async () => {
  const { begun, add, finish } = byHand(2)
  const names = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2']
  const work = new Map(names.map((name) => [name, add(name, { organization: name.charAt(0) })]))
  for (let count = 0; count < names.length; count++) {
    await settled()
    const name = begun[count] ?? ''
    await finish(name, work.get(name) ?? Promise.reject(new Error('nothing has begun')))
  }
  expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'])
})

test('dear work never gets the last slot, and waits for its turn while cheap work goes on', async () => {
  const { begun, add, finish } = byHand(2)
  const dear1 = add('dear1', { organization: 'a', dear: true })
  add('dear2', { organization: 'b', dear: true })
  await settled()
  expect(begun).toEqual(['dear1'])
  const cheap1 = add('cheap1', { organization: 'c' })
  add('cheap2', { organization: 'c' })
  await settled()
  expect(begun).toEqual(['dear1', 'cheap1'])
  await finish('cheap1', cheap1)
  await settled()
  expect(begun).toEqual(['dear1', 'cheap1', 'cheap2'])
  await finish('dear1', dear1)
  await settled()
  expect(begun).toEqual(['dear1', 'cheap1', 'cheap2', 'dear2'])
})

test('cheap work never gets the last slot either: it is for everything else that the server does', async () => {
  const { begun, add, finish } = byHand(3)
  const first = add('cheap1', { organization: 'a' })
  add('cheap2', { organization: 'b' })
  add('cheap3', { organization: 'c' })
  await settled()
  expect(begun).toEqual(['cheap1', 'cheap2'])
  add('dear1', { organization: 'd', dear: true })
  add('dear2', { organization: 'd', dear: true })
  await settled()
  expect(begun).toEqual(['cheap1', 'cheap2', 'dear1'])
  await finish('cheap1', first)
  await settled()
  expect(begun).toHaveLength(4)
})

test('work whose caller hung up while it waited never begins, and leaves its place', async () => {
  const { begun, add, finish } = byHand(2)
  const first = add('first', { organization: 'a' })
  const hungUp = new AbortController()
  const dropped = add('dropped', { organization: 'b', signal: hungUp.signal })
  add('next', { organization: 'c' })
  hungUp.abort()
  await expect(dropped).rejects.toMatchObject({ refusal: { code: 'password.check_abandoned' } })
  await expect(add('late', { organization: 'd', signal: hungUp.signal })).rejects.toThrow('stopped waiting')
  await finish('first', first)
  await settled()
  expect(begun).toEqual(['first', 'next'])
})

test('a failure frees its slot', async () => {
  const queue = hashingQueue(2)
  await expect(queue({ organization: 'a' }, () => Promise.reject(new Error('broken')))).rejects.toThrow(
    'broken',
  )
  expect(await queue({ organization: 'a' }, async () => 'done')).toBe('done')
})
