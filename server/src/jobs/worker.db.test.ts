import { EventEmitter, once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ConnectionFailure } from '../database/connectionFailure.ts'
import { systemClock } from '../kernel/clock.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import type { Follower } from './follower.ts'
import { JobFailure } from './jobFailure.ts'
import type { Schedule } from './schedule.ts'
import { startWorker } from './startWorker.ts'
import type { TaskHandler } from './task.ts'

let opened: TestDatabase
beforeAll(async () => {
  opened = await createTestDatabase([])
})
afterAll(() => opened.close())

const add = (task: string, attempts = 25) =>
  opened.database.query("select graphile_worker.add_job($1, '{}'::json, max_attempts => $2)", [
    task,
    attempts,
  ])

async function start(
  tasks: readonly TaskHandler[],
  schedules: readonly Schedule[] = [],
  followers: readonly Follower[] = [],
  outcomePatience?: number,
) {
  const errors: unknown[] = []
  const logger = {
    debug: () => undefined,
    warn: () => undefined,
    error: (error: unknown) => void errors.push(error),
  }
  const metrics = new Registry()
  const jobs = { tasks, schedules, followers }
  const worker = await startWorker({
    ...{ database: opened.database, logger, clock: systemClock, jobs, metrics },
    ...(outcomePatience !== undefined && { outcomePatience }),
  })
  return { worker, errors, scrape: () => metrics.metrics() }
}

test('jobs of unregistered tasks stay, and are logged and counted', async () => {
  await add('unknown')
  await add('unknown')
  const { worker, errors, scrape } = await start([])
  try {
    expect(errors).toEqual([{ task: 'unknown', jobs: 2 }])
    expect(await scrape()).toContain('sallyport_jobs_unhandled{task="unknown"} 2')
  } finally {
    await worker.stop()
  }
  const ran: string[] = []
  const later = await start([{ task: 'unknown', run: async () => void ran.push('unknown') }])
  try {
    const done = 'sallyport_job_runs_total{task="unknown",outcome="done"} 2'
    await expect.poll(later.scrape).toContain(done)
    expect(ran).toEqual(['unknown', 'unknown'])
    expect(await later.scrape()).not.toContain('sallyport_jobs_unhandled{')
  } finally {
    await later.worker.stop()
  }
})

test('a follower runs until the worker stops, its attempts are counted among those of jobs, and its values are scraped', async () => {
  const ended = Promise.withResolvers<void>()
  const follower = {
    name: 'following',
    gauges: [
      {
        ...{ name: 'sallyport_followed', help: 'Followed.', label: 'state' },
        values: async () => [{ name: 'near', value: 7 }],
      },
    ],
    async run(signal: AbortSignal, count: (outcome: 'done') => void) {
      count('done')
      await once(signal, 'abort')
      await new Promise((passed) => setTimeout(passed, 50))
      ended.resolve()
    },
  }
  const broken = { name: 'broken', run: async () => Promise.reject(new Error('no')) }
  const { worker, errors, scrape } = await start([], [], [follower, broken])
  const text = await scrape()
  expect(text).toContain('sallyport_job_runs_total{task="following",outcome="done"} 1')
  expect(text).toContain('sallyport_followed{state="near"} 7')
  expect(errors).toEqual([{ err: new Error('no'), follower: 'broken' }])
  const first = Promise.race([ended.promise.then(() => 'follower'), worker.stop().then(() => 'worker')])
  expect(await first).toBe('follower')
})

test('a failed attempt is counted by whether it is retried; a job that is given up is logged', async () => {
  const fail = async () => Promise.reject(new Error('no'))
  const { worker, errors, scrape } = await start([{ task: 'failing', run: fail }])
  try {
    await add('failing', 1)
    await add('failing', 2)
    await expect.poll(scrape).toContain('sallyport_job_runs_total{task="failing",outcome="given up"} 1')
    await expect.poll(scrape).toContain('sallyport_job_runs_total{task="failing",outcome="failed"} 1')
    expect(errors).toContainEqual(expect.objectContaining({ task: 'failing', err: new Error('no') }))
  } finally {
    await worker.stop()
  }
})

test('an error whose text PostgreSQL cannot store is stored without its unstorable characters', async () => {
  const run = () => Promise.reject(new Error('NUL \0\0, half a pair \ud800, a pair \u{1f511}, \\u0000'))
  const { worker } = await start([{ task: 'garbled', run }])
  await add('garbled')
  const errors = `select last_error from graphile_worker.jobs where task_identifier = 'garbled' and locked_at is null`
  const stored = 'NUL \ufffd\ufffd, half a pair \ufffd, a pair \u{1f511}, \\u0000'
  try {
    await expect.poll(() => opened.database.query(errors)).toEqual([{ last_error: stored }])
  } finally {
    await worker.stop()
  }
  await opened.database.query('delete from graphile_worker._private_jobs')
})

test('a permanent failure is given up at once and logged by its reason alone; others of its kind are retried', async () => {
  const run = async ({ permanent }: { readonly permanent?: unknown }) => {
    throw new JobFailure('the door is locked', permanent === true)
  }
  const { worker, errors, scrape } = await start([{ task: 'refused', run }])
  try {
    await opened.database.query(`select graphile_worker.add_job('refused', '{"permanent": true}'::json)`)
    await add('refused')
    await expect.poll(scrape).toContain('sallyport_job_runs_total{task="refused",outcome="given up"} 1')
    await expect.poll(scrape).toContain('sallyport_job_runs_total{task="refused",outcome="failed"} 1')
    const reason = 'the door is locked'
    expect(errors).toContainEqual({ task: 'refused', jobId: expect.any(String), reason })
  } finally {
    await worker.stop()
  }
  const left = await opened.database.query(
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
      where t.id = j.task_id and t.identifier = 'refused' returning j.attempts`,
  )
  expect(left).toEqual([{ attempts: 1 }])
})

test('a schedule runs once a minute for all workers; a run that failed is replaced by the next', async () => {
  const minute = Date.UTC(2020, 0, 1, 12, 1)
  vi.useFakeTimers({ toFake: ['Date'], now: minute - 1 })
  const jobs = (state: string) =>
    opened.database.query(`select from graphile_worker.jobs where task_identifier = 'tick' and ${state}`)
  const runs = new EventEmitter()
  let count = 0
  const run = async () => {
    runs.emit('run')
    if (++count === 1) throw new Error('no')
  }
  const schedules = [{ name: 'tick', cron: '* * * * *', run }]
  const workers = [await start([], schedules), await start([], schedules)]
  try {
    for (const minutes of [1, 2, 3]) {
      const ran = once(runs, 'run')
      // Within the minute that is due, and a millisecond before the next one, for which the workers set their timers.
      vi.setSystemTime(minute + minutes * 60_000 - 1)
      await ran
      while (minutes === 1 && (await jobs('last_error is not null')).length === 0);
    }
  } finally {
    // First: a worker that saw the real time would schedule its minute, too.
    await Promise.all(workers.map(({ worker }) => worker.stop()))
    vi.useRealTimers()
  }
  expect(count).toBe(3)
  expect(await jobs('true')).toEqual([])
})

/** Runs a job that ends while its worker stops and its row is locked by somebody else, so that its outcome cannot be stored yet. */
async function stopBeforeOutcome(outcome: () => Promise<void>, outcomePatience?: number) {
  const [started, ends] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const run = async () => {
    started.resolve()
    await ends.promise
    await outcome()
  }
  const { worker, errors } = await start([{ task: 'last', run }], [], [], outcomePatience)
  await add('last')
  await started.promise
  const [locked, unlocks] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const lock = opened.database.session(async (query) => {
    await query('begin')
    await query('select from graphile_worker._private_jobs for update')
    locked.resolve()
    await unlocks.promise
    await query('commit')
  })
  await locked.promise
  const stopped = worker.stop()
  ends.resolve()
  const unlock = async () => {
    unlocks.resolve()
    await lock
  }
  return { stopped, unlock, errors }
}

const fail = () => Promise.reject(new Error('no'))
const released = { attempts: 1, runs: false, failed: true }

const jobsLeft = () =>
  opened.database.query(
    `select attempts, locked_by is not null as runs, last_error is not null as failed
       from graphile_worker.jobs where task_identifier = 'last'`,
  )

test.each([
  ['succeeds', async () => undefined, []],
  ['fails', fail, [released]],
])('a stop waits until the outcome of a job that %s meanwhile is stored', async (_, outcome, left) => {
  const { stopped, unlock } = await stopBeforeOutcome(outcome)
  const first = await Promise.race([stopped.then(() => 'stopped'), pause(300).then(() => 'waits')])
  await unlock()
  await stopped
  expect(first).toBe('waits')
  expect(await jobsLeft()).toEqual(left)
  await opened.database.query('delete from graphile_worker._private_jobs')
})

test.each([
  ['cancelled', 'a success', 'pg_cancel_backend', async () => undefined, []],
  ['cancelled', 'a failure', 'pg_cancel_backend', fail, [released]],
  ['cut off', 'a success', 'pg_terminate_backend', async () => undefined, []],
  ['cut off', 'a failure', 'pg_terminate_backend', fail, [released]],
])('a statement that was %s while it stored %s is retried', async (_, __, end, outcome, left) => {
  const { stopped, unlock, errors } = await stopBeforeOutcome(outcome)
  const ended = () =>
    opened.database.query(
      `select ${end}(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%_private_jobs%'`,
    )
  await expect.poll(ended).toHaveLength(1)
  const cause = { reason: expect.stringMatching('try again later') }
  await expect.poll(() => errors).toContainEqual(cause)
  await unlock()
  await stopped
  expect(errors).not.toContainEqual(expect.stringContaining('will run again'))
  expect(await jobsLeft()).toEqual(left)
  await opened.database.query('delete from graphile_worker._private_jobs')
})

test('a worker shows that it lives until the outcomes of its last jobs are stored', async () => {
  const locks = () =>
    opened.database.query(
      `select from pg_locks where locktype = 'advisory' and mode = 'ShareLock'
          and database = (select oid from pg_database where datname = current_database())`,
    )
  const { stopped, unlock } = await stopBeforeOutcome(async () => undefined)
  await pause(50)
  expect(await locks()).toHaveLength(1)
  await unlock()
  await stopped
  expect(await locks()).toEqual([])
})

test('a stop gives up on an outcome that cannot be stored in time, and says so', async () => {
  const { stopped, unlock, errors } = await stopBeforeOutcome(async () => undefined, 100)
  await stopped
  await unlock()
  expect(errors).toContainEqual(expect.stringContaining('will run again'))
  await expect.poll(jobsLeft).toEqual([])
})

test('a worker stops at once while the database is starting', async () => {
  const { database } = opened
  let [refusing, refused] = [false, 0]
  const connect = () => {
    refused++
    return Promise.reject(new ConnectionFailure('the database system is starting up', '57P03', false))
  }
  const starting = new Proxy(database.pool, {
    get: (pool, key): unknown => (key === 'connect' && refusing ? connect : Reflect.get(pool, key)),
  })
  const logger = { debug: () => undefined, warn: () => undefined, error: () => undefined }
  const jobs = { tasks: [{ task: 'any', run: async () => undefined }], schedules: [] }
  const worker = await startWorker({
    ...{ logger, clock: systemClock, jobs, concurrency: 1 },
    database: { ...database, pool: starting },
  })
  refusing = true
  await expect.poll(() => refused).toBeGreaterThan(0)
  const stopped = worker.stop()
  const first = await Promise.race([stopped.then(() => 'stopped'), pause(2_000).then(() => 'waits')])
  await stopped
  expect(first).toBe('stopped')
})
