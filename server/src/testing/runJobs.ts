import { setTimeout } from 'node:timers/promises'
import { Logger, runOnce } from 'graphile-worker'
import type { Database } from '../database/database.ts'
import { jobTable } from '../jobs/jobTable.ts'
import type { Jobs } from '../jobs/startWorker.ts'

/** Runs every job that is due, until none is left and each failure is stored. */
export async function runJobs(database: Database, { tasks, schedules }: Jobs): Promise<void> {
  await runOnce({
    pgPool: database.pool,
    taskList: jobTable(tasks, schedules).taskList,
    noHandleSignals: true,
    logger: silent,
  })
  await outcomesStored(database)
}

/** Resolves when no job is locked: a job that has run stays so until its outcome is stored, for which `runOnce` does not wait. */
export async function outcomesStored({ query }: Pick<Database, 'query'>): Promise<void> {
  const running = 'select 1 from graphile_worker._private_jobs where locked_at is not null'
  while ((await query(running)).length > 0) await setTimeout(1)
}

const silent = new Logger(() => () => undefined)
