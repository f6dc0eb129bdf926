import { expect, test } from 'vitest'
import { DomainError, refuse } from '../kernel/refusal.ts'
import { batchCalls } from './batchCalls.ts'

const away = refuse('test.away', 'unavailable', 'away')
const unstorable = refuse('test.unstorable', 'invalid_argument', 'not a key')

function doubling(failure: Error) {
  const statements: (readonly number[])[] = []
  const ask = batchCalls<number, number>({
    size: 3,
    async answer(keys) {
      statements.push(keys)
      if (keys.includes(0)) throw failure
      return keys.map((key) => key * 2)
    },
  })
  return { ask, statements }
}

test('questions of one moment share statements, no more of them than the size allows', async () => {
  const { ask, statements } = doubling(new Error('unused'))
  expect(await Promise.all([1, 2, 3, 4].map(ask))).toEqual([2, 4, 6, 8])
  expect(statements).toEqual([[1, 2, 3], [4]])
})

test.each([
  ['a bug', new Error('not a key')],
  ['a refusal', new DomainError(unstorable)],
])('a key that no statement takes fails its own asker only: %s', async (_, failure) => {
  const { ask, statements } = doubling(failure)
  const answers = await Promise.allSettled([1, 0, 2].map(ask))
  expect(answers).toMatchObject([{ value: 2 }, { reason: failure }, { value: 4 }])
  expect(statements).toEqual([[1, 0, 2], [1], [0], [2]])
})

test('a statement that hangs holds up the others for a moment only', async () => {
  const lock = Promise.withResolvers<void>()
  const ask = batchCalls<string, string>({
    size: 3,
    async answer(keys) {
      if (keys.includes('locked')) await lock.promise
      return keys
    },
  })
  const locked = ask('locked')
  await new Promise(setImmediate)
  expect(await Promise.race([ask('free'), locked])).toBe('free')
  lock.resolve()
  expect(await locked).toBe('locked')
})

test('enough that wait go ahead while a statement is under way, fewer wait for its end', async () => {
  const answers: { keys: readonly number[]; answer(): void }[] = []
  const ask = batchCalls<number, number>({
    size: 9,
    ahead: 2,
    answer: (keys) =>
      new Promise((resolve) => {
        answers.push({ keys, answer: () => resolve(keys) })
      }),
  })
  const asked: Promise<number>[] = []
  const underWay = async (...keys: number[]) => {
    asked.push(...keys.map(ask))
    await new Promise(setImmediate)
    return answers.map((one) => one.keys)
  }
  expect(await underWay(1)).toEqual([[1]])
  expect(await underWay(2)).toEqual([[1]])
  expect(await underWay(3)).toEqual([[1], [2, 3]])
  expect(await underWay(4, 5)).toEqual([[1], [2, 3]])
  answers[0]?.answer()
  expect(await asked[0]).toBe(1)
  expect(await underWay()).toEqual([[1], [2, 3], [4, 5]])
  for (const { answer } of answers) answer()
  expect(await Promise.all(asked)).toEqual([1, 2, 3, 4, 5])
})

test('a database that is away is not asked again', async () => {
  const { ask, statements } = doubling(new DomainError(away))
  const answers = await Promise.allSettled([1, 0].map(ask))
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(statements).toHaveLength(1)
})
