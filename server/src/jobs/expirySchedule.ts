import type { Query } from '../database/query.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Schedule } from './schedule.ts'

const batch = 5000

/** A table whose rows count until their `expires_at`, with its primary key. */
export interface ExpiringTable {
  readonly table: string
  readonly key: readonly string[]
}

/** Returns a schedule that removes the expired rows of a table in batches. */
export function expirySchedule(
  on: { readonly database: { readonly query: Query }; readonly clock: Pick<Clock, 'now'> },
  { table, key, ...schedule }: ExpiringTable & Pick<Schedule, 'name' | 'cron'>,
): Schedule {
  const columns = key.join(', ')
  return {
    ...schedule,
    async run(signal) {
      const before = on.clock.now()
      while (!signal?.aborted) {
        const removed = await on.database.query(
          `delete from ${table} where (${columns}) in (
             select ${columns} from ${table} where expires_at < $1 order by expires_at limit $2)
           returning 1`,
          [before, batch],
        )
        if (removed.length < batch) return
      }
    },
  }
}
