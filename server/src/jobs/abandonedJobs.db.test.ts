import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, openTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { type AttemptedJob, watchAbandonedJobs } from './abandonedJobs.ts'

let opened: TestDatabase
let closers: (() => Promise<void>)[]
beforeEach(async () => {
  opened = await createTestDatabase([])
  closers = [opened.close]
})
afterEach(async () => {
  for (const close of closers.toReversed()) await close()
})

/** A watch, on connections of its own, that looks when it is told to. */
async function watch(worker: string) {
  const { database, close } = openTestDatabase(opened.url)
  const stopping = new AbortController()
  const failures: [job: AttemptedJob, message: string][] = []
  const errors: unknown[] = []
  let [paused, next] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const pauses = new Set<number>()
  let reads = 0
  const { events, follower, end } = watchAbandonedJobs({
    database: {
      ...database,
      query: (...statement) => {
        reads++
        return database.query(...statement)
      },
    },
    logger: { debug: () => undefined, error: (error: unknown) => void errors.push(error) },
    clock: {
      async pause(milliseconds) {
        pauses.add(milliseconds)
        next = Promise.withResolvers()
        paused.resolve()
        await next.promise
      },
    },
    failed: (job, { message }) => void failures.push([job, message]),
  })
  events.emit('pool:create', { workerPool: { id: worker } } as never)
  const running = follower.run(stopping.signal, () => undefined)
  await paused.promise
  const look = async () => {
    paused = Promise.withResolvers()
    next.resolve()
    await paused.promise
  }
  const stop = async () => {
    stopping.abort()
    next.resolve()
    await running
    await end()
  }
  closers.push(async () => {
    await stop()
    await close()
    // A living process that has lost its connection takes its lock again in less time.
    expect([...pauses, ...errors]).toEqual([15_000])
  })
  return { look, stop, failures, reads: () => reads }
}

/** Adds a job of a queueless task that this worker runs in its nth attempt. */
async function addRunning(worker: string, attempts = 1, most = 25): Promise<string> {
  const [job] = await opened.database.query<{ id: string }>(
    `with added as (select id from graphile_worker.add_job('send', '{}'::json, max_attempts => $1))
     select id::text from added`,
    [most],
  )
  await opened.database.query(
    `update graphile_worker._private_jobs set locked_by = $2, locked_at = now(), attempts = $3 where id = $1`,
    [job?.id, worker, attempts],
  )
  return String(job?.id)
}

const jobs = () =>
  opened.database.query(
    `select locked_by as worker, attempts, last_error as error, is_available as available,
        round(extract(epoch from run_at - now()))::int as "dueIn"
       from graphile_worker._private_jobs order by id`,
  )

const ended = 'the process that ran the job has ended'

test('jobs of a worker that does not live fail their attempt in the second look, and are given up after the last', async () => {
  const first = await addRunning('pool-killed')
  const fourth = await addRunning('pool-killed', 4)
  const last = await addRunning('pool-killed', 3, 3)
  const watching = await watch('pool-own')
  const own = { worker: 'pool-own', attempts: 1, error: null, available: false }
  await addRunning('pool-own')
  expect((await jobs()).map((job) => (job as { worker: string }).worker)).toEqual([
    ...['pool-killed', 'pool-killed', 'pool-killed', 'pool-own'],
  ])
  await watching.look()
  // e¹, e⁴ and e³ seconds, as after failures of another kind.
  expect(await jobs()).toMatchObject([
    { worker: null, attempts: 1, error: ended, available: true, dueIn: 3 },
    { worker: null, attempts: 4, error: ended, available: true, dueIn: 55 },
    { worker: null, attempts: 3, error: ended, available: false, dueIn: 20 },
    own,
  ])
  const failure = (id: string, attempts: number, most: number) => [
    { id, task_identifier: 'send', attempts, max_attempts: most },
    ended,
  ]
  expect(watching.failures).toEqual([failure(first, 1, 25), failure(fourth, 4, 25), failure(last, 3, 3)])
})

test('jobs of a living worker stay, also after it has lost its connection, until it ends', async () => {
  const [living, watching] = [await watch('pool-living'), await watch('pool-own')]
  await addRunning('pool-living')
  const stays = { worker: 'pool-living', error: null }
  const locks = `from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`
  for (let round = 0; round < 3; round++) {
    for (let look = 0; look < 3; look++) await watching.look()
    expect(await jobs()).toMatchObject([stays])
    expect(await opened.database.query(`select pg_terminate_backend(pid) ${locks}`)).toHaveLength(2)
    await expect.poll(() => opened.database.query(`select ${locks}`)).toHaveLength(2)
  }
  await living.stop()
  await watching.look()
  expect(await jobs()).toMatchObject([stays])
  await watching.look()
  expect(await jobs()).toMatchObject([{ worker: null, error: ended }])
  expect([watching.failures.length, living.failures.length]).toEqual([1, 0])
})

test('a worker that was missed in one look alone keeps its jobs', async () => {
  const watching = await watch('pool-own')
  await addRunning('pool-late')
  await watch('pool-other')
  await watching.look()
  await watch('pool-late')
  for (let look = 0; look < 3; look++) await watching.look()
  expect(await jobs()).toMatchObject([{ worker: 'pool-late' }])
})

test('several watches fail an attempt once', async () => {
  await addRunning('pool-killed')
  const watches = await Promise.all(['pool-a', 'pool-b', 'pool-c', 'pool-d'].map(watch))
  await Promise.all(watches.map(({ look }) => look()))
  await Promise.all(watches.map(({ look }) => look()))
  expect(watches.flatMap(({ failures }) => failures)).toHaveLength(1)
  expect(await jobs()).toMatchObject([{ worker: null, attempts: 1 }])
})

test('looks read the jobs only after a worker has come or gone, and every twentieth time', async () => {
  const watching = await watch('pool-own')
  const readsIn = async (looks: number) => {
    const before = watching.reads()
    for (let look = 0; look < looks; look++) await watching.look()
    return watching.reads() - before
  }
  expect([watching.reads(), await readsIn(9)]).toEqual([1, 0])
  const other = await watch('pool-other')
  expect([await readsIn(1), await readsIn(4)]).toEqual([1, 0])
  await other.stop()
  expect([await readsIn(1), await readsIn(4)]).toEqual([1, 0])
  // A process that has come and gone meanwhile.
  await addRunning('pool-brief')
  expect([await readsIn(1), watching.failures.length]).toEqual([1, 0])
  // Both a read and a write.
  expect([await readsIn(1), watching.failures.length]).toEqual([2, 1])
  expect([await readsIn(1), await readsIn(17), await readsIn(1)]).toEqual([1, 0, 1])
})
