import { Logger, run } from 'graphile-worker'
import type { Logger as Pino } from 'pino'
import type { Registry } from 'prom-client'
import type { Database } from '../database/database.ts'
import type { Clock } from '../kernel/clock.ts'
import { withoutAddresses } from '../kernel/openLogger.ts'
import { type AttemptedJob, watchAbandonedJobs } from './abandonedJobs.ts'
import { fairPlaces } from './fairPlaces.ts'
import type { Follower } from './follower.ts'
import { JobFailure } from './jobFailure.ts'
import { addGauge, jobMetrics } from './jobMetrics.ts'
import { jobTable } from './jobTable.ts'
import { outcomeStore } from './outcomeStore.ts'
import type { Schedule } from './schedule.ts'
import type { TaskHandler } from './task.ts'
import { unhandledJobs } from './unhandledJobs.ts'
import { countWaiting } from './waitingJobs.ts'

/** The tasks, schedules and followers of all features. */
export interface Jobs {
  readonly tasks: readonly TaskHandler[]
  readonly schedules: readonly Schedule[]
  readonly followers?: readonly Follower[]
}

/** The worker of this process. */
export interface Worker {
  /** Fetches no more jobs; resolves when the running ones have ended and their outcomes are stored, and the followers have ended. */
  stop(): Promise<void>
}

/**
 * Starts a worker that shares the jobs of this database with those of other processes. Jobs of unregistered tasks stay
 * in the database and are logged as errors, at the start and every five minutes. Throws if two tasks or schedules share a
 * name, or if the database is unavailable at the start; later it reconnects.
 */
export async function startWorker(on: {
  readonly database: Pick<Database, 'pool' | 'query' | 'holdLock'>
  readonly logger: Pick<Pino, 'debug' | 'warn' | 'error'>
  readonly clock: Pick<Clock, 'pause'>
  readonly jobs: Jobs
  readonly concurrency?: number
  readonly metrics?: Registry
  /** Milliseconds that a stop waits for outcomes, once the jobs have ended. */
  readonly outcomePatience?: number
}): Promise<Worker> {
  const { database, logger, clock, jobs, concurrency = 12, outcomePatience = 5_000 } = on
  const reportUnhandled = async () => {
    for (const { name: task, jobs } of await unhandled()) {
      logger.error({ task, jobs }, 'jobs of a task that this program does not have')
    }
  }
  const { taskList, cronItems, givenUp } = jobTable(jobs.tasks, [
    ...jobs.schedules,
    { name: 'jobs.report_unhandled', cron: '*/5 * * * *', run: reportUnhandled },
  ])
  const unhandled = () => unhandledJobs(database, Object.keys(taskList))
  const outcomes = outcomeStore(database, logger, clock)
  const failed = (job: AttemptedJob, error: unknown) => {
    if (job.attempts >= job.max_attempts) return giveUp(job, error)
    count?.(job.task_identifier, 'failed')
    const { attempts, max_attempts: most } = job
    logger.warn({ ...namesOf(job), attempts, most, ...causeOf(error) }, 'a job failed and is tried again')
  }
  const abandoned = watchAbandonedJobs({ database, logger, clock, failed })
  const runner = await run({
    events: abandoned.events,
    forbiddenFlags: fairPlaces(abandoned.events, concurrency),
    pgPool: outcomes.pool,
    taskList,
    concurrency,
    noHandleSignals: true,
    parsedCronItems: cronItems,
    logger: workerLogger(logger),
  })
  runner.promise.catch((error: unknown) => logger.error({ err: error }, 'the worker ended'))
  const count = on.metrics && jobMetrics(on.metrics, { unhandled, waiting: () => countWaiting(database) })
  const stopJobs = async () => {
    await runner.stop()
    const stored = await outcomes.end(outcomePatience)
    await abandoned.end()
    if (stored) return
    logger.error('the outcomes of jobs could not be stored before the end; these jobs will run again')
  }
  const giveUp = (job: AttemptedJob, error: unknown) => {
    count?.(job.task_identifier, 'given up')
    logger.error({ ...namesOf(job), ...causeOf(error) }, 'a job was given up')
  }
  runner.events.on('job:success', ({ job }) => {
    const failure = givenUp.get(job.id)
    givenUp.delete(job.id)
    if (failure) giveUp(job, failure)
    else count?.(job.task_identifier, 'done')
  })
  runner.events.on('job:error', ({ job, error }) => failed(job, error))
  await reportUnhandled()
  const stopping = new AbortController()
  const following = [...(jobs.followers ?? []), abandoned.follower].map((follower) => {
    for (const gauge of follower.gauges ?? []) if (on.metrics) addGauge(on.metrics, gauge)
    return follower
      .run(stopping.signal, (outcome) => count?.(follower.name, outcome))
      .catch((error: unknown) => logger.error({ err: error, follower: follower.name }, 'a follower ended'))
  })
  return {
    async stop() {
      stopping.abort()
      await Promise.all([stopJobs(), ...following])
    },
  }
}

const namesOf = ({ task_identifier: task, id: jobId }: AttemptedJob) => ({ task, jobId })

/** A cause outside the program is a sentence; anything else is a bug, which needs its trace. */
function causeOf(error: unknown): { readonly reason: string } | { readonly err: unknown } {
  return error instanceof JobFailure ? { reason: error.message } : { err: error }
}

/** Logs the worker's routine messages at level debug. Failures of jobs are logged by their events. */
function workerLogger(logger: Pick<Pino, 'debug' | 'warn' | 'error'>): Logger {
  return new Logger((scope) => (level, message, meta) => {
    if (meta?.['failure'] === true) return
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
