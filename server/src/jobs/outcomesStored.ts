import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../database/database.ts'

/**
 * Returns true once no job is locked by this pool of workers: a job that has run stays so until its outcome is stored, and the library
 * waits for that nowhere, so a process that ends before would let the job run again. Returns false after so many milliseconds.
 */
export async function outcomesStored(
  { query }: Pick<Database, 'query'>,
  pool: string,
  patience: number,
): Promise<boolean> {
  const until = performance.now() + patience
  const running = 'select 1 from graphile_worker._private_jobs where locked_by = $1 limit 1'
  while ((await query(running, [pool])).length > 0) {
    if (performance.now() > until) return false
    await pause(5)
  }
  return true
}
