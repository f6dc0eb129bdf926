import { Registry } from 'prom-client'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
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

async function start(tasks: readonly TaskHandler[]) {
  const errors: unknown[] = []
  const logger = {
    debug: () => undefined,
    warn: () => undefined,
    error: (error: unknown) => void errors.push(error),
  }
  const metrics = new Registry()
  const jobs = { tasks, schedules: [] }
  const worker = await startWorker({ database: opened.database, logger, jobs, metrics })
  return { worker, errors, scrape: () => metrics.metrics() }
}

test('jobs whose task nobody registers are logged, counted and kept', async () => {
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
    await vi.waitFor(async () => expect(await later.scrape()).toContain(done))
    expect(ran).toEqual(['unknown', 'unknown'])
    expect(await later.scrape()).not.toContain('sallyport_jobs_unhandled{')
  } finally {
    await later.worker.stop()
  }
})

test('a job that fails is counted by whether it is tried again, and logged when it is given up', async () => {
  const fail = async () => Promise.reject(new Error('no'))
  const { worker, errors, scrape } = await start([{ task: 'failing', run: fail }])
  try {
    await add('failing', 1)
    await add('failing', 2)
    await vi.waitFor(async () => {
      const text = await scrape()
      expect(text).toContain('sallyport_job_runs_total{task="failing",outcome="given up"} 1')
      expect(text).toContain('sallyport_job_runs_total{task="failing",outcome="failed"} 1')
    })
    expect(errors).toContainEqual(expect.objectContaining({ task: 'failing', err: new Error('no') }))
  } finally {
    await worker.stop()
  }
})
