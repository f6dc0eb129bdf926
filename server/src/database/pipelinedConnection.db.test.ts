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

test('statements share the connection, also after one that PostgreSQL refuses', async () => {
  const insert = (id: string) => pipelined('insert into things values ($1)', [id], 'insert')
  const before = await backend()
  const outcomes = await Promise.allSettled(['a', 'a', 'b'].map(insert))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(outcomes[1]).toMatchObject({ reason: { constraint: 'things_pkey' } })
  expect(await db.database.query('select id from things order by id')).toEqual([{ id: 'a' }, { id: 'b' }])
  expect(await backend()).toBe(before)
})

test('a statement is sent before the result of the one before has arrived', async () => {
  const before = pipelined('select pg_sleep(0.05)')
  const next = pipelined<{ at: string }>('select now()::text as at')
  await setImmediate()
  // This thread can neither read nor send for a while: a statement that runs now was sent before.
  const begun = Date.now()
  const blocked = 2_000
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blocked)
  await before
  const [row] = await next
  expect(new Date(row?.at ?? 0).getTime()).toBeLessThan(begun + blocked)
})

test('if the connection is lost, running statements fail as unavailable and the next one reconnects', async () => {
  const own = await backend()
  const lost = [pipelined('select pg_sleep(10)'), pipelined('select 1')].map((result) =>
    expect(result).rejects.toMatchObject({ refusal: { code: 'database.unavailable' } }),
  )
  await db.database.query('select pg_terminate_backend($1)', [own])
  await Promise.all(lost)
  expect(await backend()).not.toBe(own)
})

test('a statement that waits for a lock delays no other and completes after the lock is released', async () => {
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

test('reads that confirm others wait for no statement of the appends, and their connection is opened again after a loss', async () => {
  const { confirming } = db.database
  const pid = async () =>
    (await confirming<{ pid: number }>('select pg_backend_pid() as pid', [], 'pid'))[0]?.pid
  const own = await pid()
  expect(own).not.toBe(await backend())
  const append = pipelined('select pg_sleep(2)').then(() => 'append')
  expect(await Promise.race([append, pid()])).toBe(own)
  await append
  const lost = expect(confirming('select pg_sleep(10)')).rejects.toMatchObject({
    refusal: { code: 'database.unavailable' },
  })
  await db.database.query('select pg_terminate_backend($1)', [own])
  await lost
  expect(await pid()).not.toBe(own)
})
