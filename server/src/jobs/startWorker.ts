import { Logger, run } from 'graphile-worker'
import type { Logger as Pino } from 'pino'
import type { Registry } from 'prom-client'
import type { Database } from '../database/database.ts'
import { withoutAddresses } from '../kernel/openLogger.ts'
import { jobMetrics } from './jobMetrics.ts'
import { jobTable } from './jobTable.ts'
import type { Schedule } from './schedule.ts'
import type { TaskHandler } from './task.ts'
import { unhandledJobs } from './unhandledJobs.ts'

/** The tasks and schedules of all features. */
export interface Jobs {
  readonly tasks: readonly TaskHandler[]
  readonly schedules: readonly Schedule[]
}

/** The worker of this process. */
export interface Worker {
  /** Fetches no more jobs; resolves when the running ones have ended. */
  stop(): Promise<void>
}

/**
 * Starts a worker that shares the jobs of this database with those of other processes. Jobs of unregistered tasks stay
 * in the database and are logged as errors, at the start and every five minutes. Throws if two tasks or schedules share a
 * name, or if the database is unavailable at the start; later it reconnects.
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
      logger.error({ task, jobs }, 'jobs of a task that this program does not have')
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

/** Logs the worker's routine messages at level debug. */
function workerLogger(logger: Pick<Pino, 'debug' | 'warn' | 'error'>): Logger {
  return new Logger((scope) => (level, message) => {
    const { taskIdentifier: task, jobId } = scope
    switch (level) {
      // These messages contain those of errors.
      case 'error':
        return logger.error({ task, jobId }, withoutAddresses(message))
      case 'warning':
        return logger.warn({ task, jobId }, withoutAddresses(message))
      default:
        return logger.debug({ task, jobId }, message)
    }
  })
}
