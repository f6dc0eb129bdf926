import type { Database } from '../database/database.ts'

/** Counts the jobs of tasks that this program does not have, by task. */
export async function unhandledJobs(
  database: Pick<Database, 'query'>,
  tasks: readonly string[],
): Promise<readonly { readonly name: string; readonly jobs: number }[]> {
  return database.query(
    `select t.identifier as name, waiting.jobs from graphile_worker._private_tasks t,
       lateral (select count(*)::int as jobs from graphile_worker._private_jobs j where j.task_id = t.id) waiting
      where t.identifier <> all($1) and waiting.jobs > 0 order by 1`,
    [tasks],
  )
}
