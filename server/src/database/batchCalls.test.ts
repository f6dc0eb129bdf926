import { expect, test } from 'vitest'
import { DomainError, refuse } from '../kernel/refusal.ts'
import { batchCalls } from './batchCalls.ts'

const away = refuse('test.away', 'unavailable', 'away')
const unstorable = refuse('test.unstorable', 'invalid_argument', 'not a key')

function doubling(failure: Error) {
  const statements: (readonly number[])[] = []
  const call = batchCalls<number, number>({
    size: 3,
    async run(keys) {
      statements.push(keys)
      if (keys.includes(0)) throw failure
      return keys.map((key) => key * 2)
    },
  })
  return { call, statements }
}

test('concurrent keys are batched up to the size', async () => {
  const { call, statements } = doubling(new Error('unused'))
  expect(await Promise.all([1, 2, 3, 4].map(call))).toEqual([2, 4, 6, 8])
  expect(statements).toEqual([[1, 2, 3], [4]])
})

test.each([
  ['a bug', new Error('not a key')],
  ['a refusal', new DomainError(unstorable)],
])('a bad key fails only its own caller: %s', async (_, failure) => {
  const { call, statements } = doubling(failure)
  const outcomes = await Promise.allSettled([1, 0, 2].map(call))
  expect(outcomes).toMatchObject([{ value: 2 }, { reason: failure }, { value: 4 }])
  expect(statements).toEqual([[1, 0, 2], [1], [0], [2]])
})

test('a blocked statement delays the next one only briefly', async () => {
  const lock = Promise.withResolvers<void>()
  const call = batchCalls<string, string>({
    size: 3,
    async run(keys) {
      if (keys.includes('locked')) await lock.promise
      return keys
    },
  })
  const locked = call('locked')
  await new Promise(setImmediate)
  expect(await Promise.race([call('free'), locked])).toBe('free')
  lock.resolve()
  expect(await locked).toBe('locked')
})

test('enough waiting keys start a second statement, fewer wait for the first', async () => {
  const running: { keys: readonly number[]; finish(): void }[] = []
  const call = batchCalls<number, number>({
    size: 9,
    ahead: 2,
    run: (keys) =>
      new Promise((resolve) => {
        running.push({ keys, finish: () => resolve(keys) })
      }),
  })
  const results: Promise<number>[] = []
  const statementsAfter = async (...keys: number[]) => {
    results.push(...keys.map(call))
    await new Promise(setImmediate)
    return running.map((one) => one.keys)
  }
  expect(await statementsAfter(1)).toEqual([[1]])
  expect(await statementsAfter(2)).toEqual([[1]])
  expect(await statementsAfter(3)).toEqual([[1], [2, 3]])
  expect(await statementsAfter(4, 5)).toEqual([[1], [2, 3]])
  running[0]?.finish()
  expect(await results[0]).toBe(1)
  expect(await statementsAfter()).toEqual([[1], [2, 3], [4, 5]])
  for (const { finish } of running) finish()
  expect(await Promise.all(results)).toEqual([1, 2, 3, 4, 5])
})

test('keys are not retried if the database is unavailable', async () => {
  const { call, statements } = doubling(new DomainError(away))
  const outcomes = await Promise.allSettled([1, 0].map(call))
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(statements).toHaveLength(1)
})
