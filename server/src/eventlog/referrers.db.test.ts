import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../database/database.ts'
import { accountFacet, sampleSchema } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { type OpenEventLog, openEventLog, type Transaction } from './index.ts'
import { endFacet } from './streamEnd.ts'

const closedEvents = accountFacet.events.filter(({ type }) => type === 'sample.closed')
const ends = endFacet('sample.end', 'sample', closedEvents)
const codes: unknown[] = []
let sample: SampleLog
let logs: readonly OpenEventLog[]

beforeAll(async () => {
  sample = await openSampleLog()
  const schema = { ...sampleSchema, facets: [...sampleSchema.facets, ends] }
  const { database } = sample.options
  const pipelined: Database['pipelined'] = (...statement) =>
    database.pipelined<never>(...statement).catch((error: { code?: unknown }) => {
      codes.push(error.code)
      throw error
    })
  const options = { ...sample.options, schema, database: { ...database, pipelined } }
  logs = [await openEventLog(options), await openEventLog(options)]
})

afterAll(async () => {
  for (const log of logs) await log.close()
  await sample.close()
})

const writing = { instanceId: 'i1', creator: 'tester', now: new Date() }
const ref = (id: string) => ({ type: 'sample', id })
const on = <Result>(log: number, id: string, work: (tx: Transaction) => Promise<Result>) =>
  (logs[log] as OpenEventLog).transact(writing, ref(id), work).then(({ result }) => result)
const append = async (tx: Transaction, id: string, type: string, payload = {}) =>
  tx.append(await tx.load(ref(id)), [{ type: `sample.${type}`, payload }], { owner: 'org1' })
const add = (id: string, name: string, log = 0) => on(log, id, (tx) => append(tx, id, 'added', { name }))

/** Ends a stream; the accounts of its id's name are its referrers. Returns how many it has counted, or 'ended' if it had ended. */
async function end(tx: Transaction, id: string) {
  const stream = await tx.load(ref(id))
  if (stream.state(ends) !== null) return 'ended'
  const counted = await tx.close(stream, 'sample_accounts', 'name')
  await append(tx, id, 'closed')
  return counted
}

test('an end counts a referrer that is committed after it was read, and no referrer follows it', async () => {
  await add('one', 'name of one')
  let tries = 0
  const counted = await on(0, 'one', async (tx) => {
    const count = await end(tx, 'one')
    if (++tries > 1) return count
    await on(1, 'referrer', async (other) => {
      other.refer(ref('one'))
      await append(other, 'referrer', 'added', { name: 'one' })
    })
    return count
  })
  expect([counted, tries]).toEqual([1, 2])
  const late = on(1, 'late', async (tx) => {
    if (tx.retried) return 'refused'
    tx.refer(ref('one'))
    await append(tx, 'late', 'added', { name: 'late' })
    return 'added'
  })
  expect(await late).toBe('refused')
})

test('a reference to a stream that is not in the log is no conflict', async () => {
  const first = await on(0, 'lone', async (tx) => {
    tx.refer(ref('nobody'))
    await append(tx, 'lone', 'added', { name: 'lone' })
    return tx.retried
  })
  expect(first).toBe(false)
})

test('two ends of streams to which the other one refers never deadlock', async () => {
  const [first, between, last] = ['a first', 'b between', 'c last']
  for (const id of [first, between, last]) await add(id, `name of ${id}`)
  const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
    and query_start < clock_timestamp() - interval '100 ms'`
  const both = (waits: number) =>
    expect.poll(async () => (await sample.db.database.query(waiting)).length).toBe(waits)
  // Both also guard a stream between the two, which is held until both wait.
  const endOf = (log: number, own: string, other: string) =>
    on(log, own, async (tx) => {
      if ((await tx.load(ref(other))).state(ends) !== null) return 'refused'
      tx.refer(ref(other))
      tx.guard(await tx.load(ref(between)))
      return end(tx, own)
    })
  const blocker = await sample.db.database.pool.connect()
  await blocker.query('begin')
  await blocker.query('select from streams where stream_id = $1 for update', [between])
  const one = endOf(0, first, last)
  await both(1)
  const two = endOf(1, last, first)
  await both(2)
  await blocker.query('rollback')
  blocker.release()
  expect([await one, await two]).toEqual([0, 'refused'])
  expect(codes).not.toContain('40P01')
})
