import type { Schedule } from '../../jobs/schedule.ts'
import type { Deps } from '../manifest.ts'

const batch = 5000

/** Removes used values that have expired: their own checks refuse them by then. */
export const proofOfPossessionSchedules = (deps: Deps): readonly Schedule[] => [
  {
    name: 'proof_of_possession.remove_expired',
    cron: '*/5 * * * *',
    async run() {
      for (;;) {
        const removed = await deps.database.query(
          `delete from single_uses where (instance_id, purpose, digest) in (
             select instance_id, purpose, digest from single_uses where expires_at < $1 order by expires_at limit $2)
           returning 1`,
          [deps.clock.now(), batch],
        )
        if (removed.length < batch) return
      }
    },
  },
]
