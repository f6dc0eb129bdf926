import { Logger, run } from 'graphile-worker'
import type { Logger as Pino } from 'pino'
import type { Registry } from 'prom-client'
import type { Database } from '../database/database.ts'
import { jobMetrics } from './jobMetrics.ts'
import { jobTable } from './jobTable.ts'
import type { Schedule } from './schedule.ts'
import type { TaskHandler } from './task.ts'
import { unhandledJobs } from './unhandledJobs.ts'

/** What the features of a program register with its worker. */
export interface Jobs {
  readonly tasks: readonly TaskHandler[]
  readonly schedules: readonly Schedule[]
}

/** The worker of this process. */
export interface Worker {
  /** Takes no new jobs, waits for those that run, then resolves. */
  stop(): Promise<void>
}

/**
 * Runs jobs together with the workers of other processes on this database; a task that throws is retried with growing
 * pauses. Jobs whose task nobody registered stay; they are logged as errors at the start and every five minutes.
 * Throws if two tasks or schedules share a name, or if the database is away at the start; later it reconnects by itself.
 */
export async function startWorker(on: {
  readonly database: Pick<Database, 'pool' | 'query'>
  readonly logger: Pick<Pino, 'debug' | 'warn' | 'error'>
  readonly jobs: Jobs
  readonly concurrency?: number
  readonly metrics?: Registry
}): Promise<Worker> {
  const { database, logger, jobs, concurrency = 4 } = on
  const reportUnhandled = async () => {
    for (const { task, jobs } of await unhandled()) {
      logger.error({ task, jobs }, 'jobs wait for a task that this program does not have')
    }
  }
  const { taskList, cronItems } = jobTable(jobs.tasks, [
    ...jobs.schedules,
    { name: 'jobs.report_unhandled', cron: '*/5 * * * *', run: reportUnhandled },
  ])
  const unhandled = () => unhandledJobs(database, Object.keys(taskList))
  const runner = await run({
    pgPool: database.pool,
    taskList,
    concurrency,
    noHandleSignals: true,
    parsedCronItems: cronItems,
    logger: workerLogger(logger),
  })
  runner.promise.catch((error: unknown) => logger.error({ err: error }, 'the worker ended'))
  const count = on.metrics && jobMetrics(on.metrics, unhandled)
  runner.events.on('job:success', ({ job }) => count?.(job.task_identifier, 'done'))
  runner.events.on('job:error', ({ job }) => {
    if (job.attempts < job.max_attempts) count?.(job.task_identifier, 'failed')
  })
  runner.events.on('job:failed', ({ job, error }) => {
    count?.(job.task_identifier, 'given up')
    logger.error({ task: job.task_identifier, jobId: job.id, err: error }, 'a job was given up')
  })
  await reportUnhandled()
  return { stop: () => runner.stop() }
}

/** Routine messages of the worker are debugging; failed tasks are errors. */
function workerLogger(logger: Pick<Pino, 'debug' | 'warn' | 'error'>): Logger {
  return new Logger((scope) => (level, message) => {
    const { taskIdentifier: task, jobId } = scope
    switch (level) {
      case 'error':
        return logger.error({ task, jobId }, message)
      case 'warning':
        return logger.warn({ task, jobId }, message)
      default:
        return logger.debug({ task, jobId }, message)
    }
  })
}
