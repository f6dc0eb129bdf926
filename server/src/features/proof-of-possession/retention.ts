import { expirySchedule } from '../../jobs/expirySchedule.ts'
import type { Schedule } from '../../jobs/schedule.ts'
import type { Deps } from '../manifest.ts'

/** Removes used values that have expired: their own checks refuse them by then. */
export const proofOfPossessionSchedules = (deps: Deps): readonly Schedule[] => [
  expirySchedule(deps, {
    name: 'proof_of_possession.remove_expired',
    cron: '*/5 * * * *',
    table: 'single_uses',
    key: ['instance_id', 'purpose', 'digest'],
  }),
]
