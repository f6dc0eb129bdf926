import type { DeadStreams, OpenEventLog } from './eventlog/index.ts'
import type { Schedule } from './jobs/schedule.ts'
import type { Clock } from './kernel/clock.ts'

const day = 86_400_000

/** Removes streams from the log that died more than `days` ago (ADR 31). */
export function removalSchedule(
  on: { readonly log: Pick<OpenEventLog, 'retain'>; readonly clock: Pick<Clock, 'now'> },
  days: number,
  dead: readonly DeadStreams[],
): Schedule {
  return {
    name: 'log.remove_dead',
    cron: '*/10 * * * *',
    async run(signal) {
      const now = on.clock.now()
      const before = new Date(now.getTime() - days * day)
      await on.log.retain({ now, dead: dead.map((kind) => ({ ...kind, before })), signal })
    },
  }
}
