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
  // runOnce does not wait until a failure is stored.
  const running = 'select 1 from graphile_worker._private_jobs where locked_at is not null'
  while ((await database.query(running)).length > 0);
}

const silent = new Logger(() => () => undefined)
