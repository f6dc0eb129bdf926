import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { type Outside, outsideFlags } from '../kernel/job.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { startWorker, type Worker } from './startWorker.ts'

let opened: TestDatabase
beforeAll(async () => {
  opened = await createTestDatabase([])
})
afterAll(() => opened.close())

interface SomeJob {
  readonly instance: string
  readonly kind?: string
  readonly receiver?: string
}

/** A receiver that is none of these accepts at once. */
const behaviours = new Map<string, Promise<void>>()
const nameOf = ({ instance, kind = 'inside', receiver = '' }: SomeJob) =>
  `${instance} ${kind} ${receiver}`.trim()

const running: string[] = []
const done: string[] = []
const most = new Map<string, number>()
let worker: Pick<Worker, 'stop'>
beforeEach(async () => {
  most.clear()
  running.length = 0
  done.length = 0
  behaviours.clear()
  const run = async (payload: unknown) => {
    const name = nameOf(payload as SomeJob)
    running.push(name)
    const now = running.filter((one) => one === name).length
    most.set(name, Math.max(most.get(name) ?? 0, now))
    try {
      await behaviours.get(name)
      done.push(name)
    } finally {
      running.splice(running.indexOf(name), 1)
    }
  }
  const logger = { debug: () => undefined, warn: () => undefined, error: () => undefined }
  const jobs = { tasks: [{ task: 'send', run }], schedules: [] }
  const { stop } = await startWorker({ database: opened.database, logger, clock: systemClock, jobs })
  let stopped: Promise<void> | undefined
  worker = { stop: () => (stopped ??= stop()) }
})
afterEach(async () => {
  await worker.stop()
  await opened.database.query('delete from graphile_worker._private_jobs')
})

/** A receiver that hangs; `end` ends its attempts. */
function hang(job: SomeJob) {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  promise.catch(() => undefined)
  behaviours.set(nameOf(job), promise)
  return { accept: resolve, fail: () => reject(new Error('timeout')) }
}

/** Adds jobs in one statement, the first as the oldest. */
const add = (count: number, job: SomeJob) => opened.database.query(addJobs, addedJobs(count, job))

const addJobs = `select graphile_worker.add_jobs(array(
  select row('send', $1::json, null, now(), null, null, null, $3::text[])::graphile_worker.job_spec from generate_series(1, $2)))`

function addedJobs(count: number, job: SomeJob) {
  const { instance, kind, receiver } = job
  const outside: Outside | undefined =
    kind === undefined ? undefined : { kind, ...(receiver && { receiver }) }
  const flags = outside && outsideFlags(outside, instance)
  return [JSON.stringify(job), count, flags]
}

/** How many jobs run, by their names, once that has been the same for a while. */
async function settled(): Promise<Record<string, number>> {
  for (let last = ''; ; ) {
    await pause(300)
    if (last === JSON.stringify(running)) break
    last = JSON.stringify(running)
  }
  return Object.fromEntries(running.map((name) => [name, running.filter((one) => one === name).length]))
}

const app = (receiver: string, instance = 'i1') => ({ instance, kind: 'logout', receiver })
const mail = (instance = 'i1') => ({ instance, kind: 'email' })
const inside = { instance: 'i1' }
const isDone = (job: SomeJob, count = 1) =>
  expect.poll(() => done.filter((one) => one === nameOf(job)).length, { timeout: 1500 }).toBe(count)

test('a receiver that hangs gets a quarter of the places; jobs for others of the same instance go on', async () => {
  const { accept } = hang(app('hangs'))
  await add(30, app('hangs'))
  expect(await settled()).toEqual({ 'i1 logout hangs': 2 })
  await add(3, app('healthy'))
  await add(3, mail())
  await add(3, inside)
  await Promise.all([isDone(app('healthy'), 3), isDone(mail(), 3), isDone(inside, 3)])
  accept()
  await isDone(app('hangs'), 30)
  expect(most.get(nameOf(app('hangs')))).toBe(2)
})

test('what waits for one kind of system of an instance leaves places to other kinds, and to other instances', async () => {
  const jobs = [mail(), app('a'), app('b'), mail('i2'), mail('i3'), mail('i4')]
  const hanging = jobs.map((job) => hang(job))
  for (const job of jobs) {
    await add(10, job)
    await settled()
  }
  expect(await settled()).toEqual({ 'i1 email': 4, 'i1 logout a': 2, 'i2 email': 1, 'i3 email': 1 })
  await add(20, inside)
  await isDone(inside, 20)
  for (const { accept } of hanging) accept()
  await Promise.all(jobs.map((job) => isDone(job, 10)))
})

test('of many jobs that come at once to an idle server, no more begin than may', async () => {
  const { accept } = hang(mail())
  await add(100, mail())
  await settled()
  expect(most.get(nameOf(mail()))).toBe(4)
  accept()
  await isDone(mail(), 100)
})

test('a receiver that failed has one place until it accepts something, and all that failed have a quarter together', async () => {
  const failing = ['a', 'b', 'c'].map((name) => app(name))
  for (const job of failing) {
    const { fail } = hang(job)
    await add(4, job)
    await settled()
    fail()
    await settled()
  }
  const hanging = failing.map((job) => hang(job))
  await opened.database.query(
    'select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), run_at => now())',
  )
  await vi.waitFor(() => expect(running).toHaveLength(2), { timeout: 5000 })
  const held = await settled()
  expect(Object.values(held)).toEqual([1, 1])
  await add(3, app('healthy'))
  await isDone(app('healthy'), 3)
  for (const { accept } of hanging) accept()
  await Promise.all(failing.map((job) => isDone(job, 4)))
  const again = hang(app('a'))
  await add(10, app('a'))
  expect(await settled()).toEqual({ 'i1 logout a': 2 })
  again.accept()
  await isDone(app('a'), 14)
})

test('a worker that waits to fetch while the server stops begins nothing that waits for another system', async () => {
  const [locked, unlocks] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const lock = opened.database.session(async (query) => {
    await query('begin')
    await query('lock table graphile_worker._private_jobs in exclusive mode')
    await query(addJobs, addedJobs(20, mail()))
    locked.resolve()
    await unlocks.promise
    await query('commit')
  })
  await locked.promise
  // All workers look for jobs within two seconds.
  await pause(2500)
  const stopped = worker.stop()
  unlocks.resolve()
  await Promise.all([lock, stopped])
  expect(done).toEqual([nameOf(mail())])
})
