import type { Database } from '../database/database.ts'
import { type Job, outsideFlags } from '../kernel/job.ts'

/** The condition that a job waits for, in an instance. */
export interface Wait {
  readonly instanceId: string
  /** A word for metrics; without a colon. */
  readonly reason: string
  /** Replaces a job that waits for the same under the same key. */
  readonly key: string
}

const prefixOf = ({ instanceId, reason }: Omit<Wait, 'key'>) => `waiting:${reason}:${instanceId}:`

/** Keeps a job until `releaseJobs` makes it due, but not longer than these milliseconds. */
export async function keepWaiting(
  database: Pick<Database, 'query'>,
  { task, payload, outside }: Job,
  wait: Wait,
  milliseconds: number,
): Promise<void> {
  await database.query(
    `select graphile_worker.add_job($1, $2::json, run_at => now() + make_interval(secs => $3::float8), job_key => $4, flags => $5)`,
    [
      task,
      JSON.stringify({ ...payload, instanceId: wait.instanceId }),
      milliseconds / 1000,
      prefixOf(wait) + wait.key,
      outside && outsideFlags(outside, wait.instanceId),
    ],
  )
}

/** Makes the jobs of an instance due that wait for this. */
export async function releaseJobs(database: Pick<Database, 'query'>, wait: Omit<Wait, 'key'>): Promise<void> {
  await database.query(
    `select graphile_worker.reschedule_jobs(array(
       select id from graphile_worker.jobs where starts_with(key, $1) and locked_at is null), run_at => now())`,
    [prefixOf(wait)],
  )
}

/** Counts the waiting jobs by what they wait for. */
export async function countWaiting(
  database: Pick<Database, 'query'>,
): Promise<readonly { readonly name: string; readonly jobs: number }[]> {
  return database.query(
    `select split_part(key, ':', 2) as name, count(*)::int as jobs from graphile_worker.jobs
      where starts_with(key, 'waiting:') group by 1 order by 1`,
  )
}
