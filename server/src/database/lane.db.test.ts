import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import type { Query } from './query.ts'

let db: TestDatabase
let pipelined: Query
beforeAll(async () => {
  db = await createTestDatabase([{ name: 'test/001', sql: 'create table things (id text primary key)' }])
  pipelined = db.database.pipelined
})
afterAll(() => db.close())
beforeEach(() => backend())

async function backend(): Promise<number | undefined> {
  const [row] = await pipelined<{ pid: number }>('select pg_backend_pid() as pid', [], 'pid')
  return row?.pid
}

test('statements that follow each other share a connection, also one that PostgreSQL refuses', async () => {
  const insert = (id: string) => pipelined('insert into things values ($1)', [id], 'insert')
  const before = await backend()
  const answers = await Promise.allSettled(['a', 'a', 'b'].map(insert))
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(answers[1]).toMatchObject({ reason: { constraint: 'things_pkey' } })
  expect(await db.database.query('select id from things order by id')).toEqual([{ id: 'a' }, { id: 'b' }])
  expect(await backend()).toBe(before)
})

test('a statement goes out before the last one is answered', async () => {
  const before = pipelined('select pg_sleep(0.05)')
  const next = pipelined<{ at: string }>('select now()::text as at')
  await setImmediate()
  // Nothing is read and nothing can be sent for a while: what runs now was sent before.
  const begun = Date.now()
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)
  await before
  const [row] = await next
  expect(new Date(row?.at ?? 0).getTime()).toBeLessThan(begun + 300)
})

test('a lost connection fails what was under way as unavailable and is made anew', async () => {
  const own = await backend()
  const lost = [pipelined('select pg_sleep(10)'), pipelined('select 1')].map((answer) =>
    expect(answer).rejects.toMatchObject({ refusal: { code: 'database.unavailable' } }),
  )
  await db.database.query('select pg_terminate_backend($1)', [own])
  await Promise.all(lost)
  expect(await backend()).not.toBe(own)
})

test('a statement that waits for a lock holds up nobody, and is done once the lock is gone', async () => {
  const own = await backend()
  const held = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const holder = db.database.session(async (query) => {
    await query('begin; lock table things')
    held.resolve()
    await released.promise
    await query('commit')
  })
  await held.promise
  const waits = pipelined<{ pid: number }>('select pg_backend_pid() as pid, count(*) from things')
  expect(await Promise.race([backend(), waits])).toBe(own)
  released.resolve()
  await holder
  const [row] = await waits
  expect(row?.pid).not.toBe(own)
})
