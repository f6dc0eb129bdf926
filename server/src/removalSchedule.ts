import type { Config } from './config/config.ts'
import type { DeadStreams, OpenEventLog } from './eventlog/index.ts'
import type { Schedule } from './jobs/schedule.ts'
import type { Clock } from './kernel/clock.ts'

const day = 86_400_000

/** Removes dead streams from the log once their events need not stay readable any more (ADR 31). */
export function removalSchedule(
  on: {
    readonly log: Pick<OpenEventLog, 'retain'>
    readonly clock: Pick<Clock, 'now'>
    readonly config: Pick<Config, 'auditRetention' | 'retentionDays'>
  },
  dead: readonly DeadStreams[],
): Schedule {
  const { auditRetention, retentionDays } = on.config
  return {
    name: 'log.remove_dead',
    cron: '*/10 * * * *',
    async run(signal) {
      const now = on.clock.now()
      const before = (type: string) => new Date(now.getTime() - auditRetention(type, retentionDays) * day)
      await on.log.retain({ now, dead: dead.map((kind) => ({ ...kind, before: before(kind.type) })), signal })
    },
  }
}
