import { EventEmitter, once } from 'node:events'
import type { Job, WorkerEvents, WorkerPool } from 'graphile-worker'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Clock } from '../kernel/clock.ts'
import { isUnavailable } from '../kernel/refusal.ts'
import type { Follower } from './follower.ts'
import { JobFailure } from './jobFailure.ts'

/** A job and the number of the attempt that has ended. */
export type AttemptedJob = Pick<Job, 'id' | 'task_identifier' | 'attempts' | 'max_attempts'>

/** The watch of one process over the jobs of others that have ended. */
interface Watch {
  /** The events of this process's worker, which has to be given them at its start. */
  readonly events: WorkerEvents
  readonly follower: Follower
  /** Shows that no job of this process runs any longer. */
  end(): Promise<void>
}

/** One less is the class of subscriptions; the migrations' lock has one key and never meets those of two. */
const lockClass = 725597680

/** Milliseconds between looks; a living process that has lost its connection takes its lock again in less. */
const lookEvery = 15_000
/** A look of so many reads the jobs although no process has ended: one may have started and ended since the last look. */
const fullLook = 20

/**
 * Fails the attempts of jobs whose process was killed: the library would keep them locked for four hours. The worker of a living
 * process holds an advisory lock on its id. Jobs of a worker whose lock nobody holds in two looks in a row get another attempt
 * with the pause that follows a failure, or are given up after their last one.
 */
export function watchAbandonedJobs(on: {
  readonly database: Pick<Database, 'query' | 'holdLock'>
  readonly logger: Pick<Logger, 'debug' | 'error'>
  readonly clock: Pick<Clock, 'pause'>
  readonly failed: (job: AttemptedJob, error: Error) => void
}): Watch {
  const { database, logger, clock, failed } = on
  const events: WorkerEvents = new EventEmitter()
  const held = once(events, 'pool:create').then((created) => {
    const [{ workerPool }] = created as [{ readonly workerPool: WorkerPool }]
    return database.holdLock(lockClass, workerPool.id)
  })
  const release = async (workers: readonly string[]) => {
    const error = new JobFailure('the process that ran the job has ended')
    for (const job of await failAttempts(database, workers, error.message)) failed(job, error)
  }
  const run = async (signal: AbortSignal) => {
    const lock = await held
    let before = ''
    let dead: readonly string[] = []
    for (let look = 0; !signal.aborted; look++) {
      try {
        const living = await lock.holders()
        const due = living.join() !== before || dead.length > 0 || look % fullLook === 0
        const found = due ? await deadWorkers(database, living) : []
        await release(found.filter((worker) => dead.includes(worker)))
        before = living.join()
        dead = found
      } catch (error) {
        before = ''
        dead = []
        const level = isUnavailable(error) ? 'debug' : 'error'
        logger[level]({ err: error }, 'the jobs of ended processes could not be looked for; trying again')
      }
      await clock.pause(lookEvery, signal)
    }
  }
  return {
    events,
    follower: { name: 'jobs.watch_abandoned', run },
    end: async () => (await held).release(),
  }
}

/** Returns how many processes run jobs of the database; one whose machine has vanished is counted for half a minute. */
export async function countLivingProcesses(database: Pick<Database, 'query'>): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(distinct pid)::int as count from pg_locks
      where locktype = 'advisory' and granted and classid = $1::oid and objsubid = 2
        and database = (select oid from pg_database where datname = current_database())`,
    [lockClass],
  )
  return row?.count ?? 0
}

/** Returns the workers that have locked jobs but no lock of their own. Reads all jobs, because no index finds the locked ones. */
async function deadWorkers(
  database: Pick<Database, 'query'>,
  living: readonly string[],
): Promise<readonly string[]> {
  const rows = await database.query<{ worker: string }>(
    `select distinct locked_by as worker from graphile_worker._private_jobs
      where locked_at is not null and hashtext(locked_by)::oid::text <> all ($1)`,
    [living],
  )
  return rows.map(({ worker }) => worker)
}

/** Does to the jobs of these workers what the library does to one that fails; no job has a queue, whose lock would remain. */
const failAttempts = (database: Pick<Database, 'query'>, workers: readonly string[], reason: string) =>
  workers.length === 0
    ? []
    : database.query<AttemptedJob>(
        `update graphile_worker._private_jobs j
            set locked_by = null, locked_at = null, last_error = $2,
              run_at = greatest(now(), run_at) + exp(least(attempts, 10)) * interval '1 second'
           from graphile_worker._private_tasks t
          where t.id = j.task_id and j.locked_by = any($1)
          returning j.id::text, t.identifier as task_identifier, j.attempts, j.max_attempts`,
        [workers, reason],
      )
