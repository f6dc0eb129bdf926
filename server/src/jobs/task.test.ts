import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { jobTable } from './jobTable.ts'
import { defineTask, handle } from './task.ts'

const greet = defineTask('greet', z.strictObject({ name: z.string() }), {
  key: ({ name }) => name,
  maxAttempts: 3,
})
const greetTwice = defineTask('greet', z.strictObject({ name: z.string(), times: z.number() }), {
  upcasts: [
    ({ called, ...payload }) => ({ ...payload, name: called }),
    (payload) => ({ ...payload, times: 1 }),
  ],
})
const job = { name: 'Ada', instanceId: 'i1' }

describe('a job', () => {
  test('is built and read with one schema', async () => {
    expect(greet({ name: 'Ada' })).toEqual({
      task: 'greet',
      payload: { name: 'Ada' },
      key: 'Ada',
      maxAttempts: 3,
    })
    const run: unknown[] = []
    await handle(greet, async (got) => void run.push(got)).run(job)
    expect(run).toEqual([job])
  })

  test('is refused, when it is built and when it runs, if its payload does not match the schema', async () => {
    expect(() => greet({ name: 1 as unknown as string })).toThrow(z.ZodError)
    const handler = handle(greet, async () => expect.unreachable())
    await expect(handler.run({ ...job, name: 1 })).rejects.toThrow(z.ZodError)
    await expect(handler.run({ name: 'Ada' })).rejects.toThrow('a job of greet names no instance')
  })

  test('of an older revision is read as one of the current', () => {
    expect(greetTwice({ name: 'Ada', times: 2 }).payload).toEqual({ name: 'Ada', times: 2, revision: 3 })
    expect(greetTwice.parse({ called: 'Ada', instanceId: 'i1' })).toEqual({ ...job, times: 1 })
    expect(greetTwice.parse({ ...job, revision: 2 })).toEqual({ ...job, times: 1 })
    expect(greetTwice.parse({ ...job, times: 2, revision: 3 })).toEqual({ ...job, times: 2 })
  })

  test('of a newer revision is refused, so that a newer program runs it', () => {
    expect(() => greet.parse({ ...job, revision: 2 })).toThrow('has revision 2; this program knows 1')
  })
})

test('two tasks or schedules with one name are refused', () => {
  const task = handle(greet, async () => undefined)
  const schedule = { name: 'greet', cron: '0 * * * *', run: async () => undefined }
  expect(Object.keys(jobTable([task], [{ ...schedule, name: 'other' }]).taskList)).toEqual(['greet', 'other'])
  expect(() => jobTable([task, task], [])).toThrow('two tasks or schedules are named greet')
  expect(() => jobTable([task], [schedule])).toThrow('two tasks or schedules are named greet')
  expect(() => jobTable([], [{ ...schedule, cron: 'hourly' }])).toThrow()
})
