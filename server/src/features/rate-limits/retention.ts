import { expirySchedule } from '../../jobs/expirySchedule.ts'
import type { Schedule } from '../../jobs/schedule.ts'
import type { Deps } from '../manifest.ts'

/** Removes the counts of windows that have ended. */
export const rateLimitSchedules = (deps: Deps): readonly Schedule[] => [
  expirySchedule(deps, {
    name: 'rate_limits.remove_expired',
    cron: '*/5 * * * *',
    table: 'rate_limits',
    key: ['instance_id', 'digest'],
  }),
]
