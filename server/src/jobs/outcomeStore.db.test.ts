import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../database/database.ts'
import { systemClock } from '../kernel/clock.ts'
import { DomainError } from '../kernel/refusal.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { outcomeStore } from './outcomeStore.ts'

let opened: TestDatabase
beforeAll(async () => {
  opened = await createTestDatabase()
})
afterAll(() => opened.close())

const logger = { error: () => undefined }
const name = 'complete_job/graphile_worker'

test('an outcome that the database refuses for good fails', async () => {
  const { pool, end } = outcomeStore(opened.database, logger, systemClock)
  const client = await pool.connect()
  await expect(client.query({ name, text: 'select 1 / 0' })).rejects.toMatchObject({ code: '22012' })
  client.release()
  expect(await end(5_000)).toBe(true)
})

test('outcomes that cannot be stored are given up in time, without a failure; other statements fail at once', async () => {
  const away = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing', max: 4 })
  const { pool, end } = outcomeStore(away, logger, systemClock)
  const client = await pool.connect()
  const stored = client.query({ name, text: 'select 1' })
  await expect(client.query('select 1')).rejects.toBeInstanceOf(DomainError)
  client.release()
  const began = performance.now()
  expect(await end(200)).toBe(false)
  await stored
  expect(performance.now() - began).toBeLessThan(2_000)
  await away.close()
})
