import type { Database } from '../database/database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { StreamRef } from '../kernel/facet.ts'
import { decideOn, type Outcome } from './decideOn.ts'
import { systemWriting } from './systemWriting.ts'
import type { EventLog, Stream } from './types.ts'

const batch = 200

/** Streams that hold something dead, and the events that remove it. */
export interface Retirement {
  readonly type: StreamRef['type']
  /**
   * SQL that returns distinct `instance_id` and `id` of streams with something that died before `$1`, at most `$2`. It must not return a
   * stream again after `decide`'s events.
   */
  readonly sql: string
  decide(stream: Stream, before: Date): Outcome
}

/**
 * Removes what died longer than `days` ago, in batches, until nothing is left or another process has done the same batch.
 */
export async function retire(
  on: {
    readonly log: EventLog
    readonly database: Pick<Database, 'query'>
    readonly clock: Pick<Clock, 'now'>
  },
  days: number,
  { type, sql, decide }: Retirement,
): Promise<void> {
  const before = new Date(on.clock.now().getTime() - days * 86_400_000)
  for (;;) {
    const rows = await on.database.query<{ instance_id: string; id: string }>(sql, [before, batch])
    let events = 0
    await Promise.all(
      rows.map(({ instance_id: instanceId, id }) =>
        decideOn(on.log, systemWriting(on.clock, instanceId), { type, id }, (stream) => {
          const outcome = decide(stream, before)
          if (Array.isArray(outcome)) events += outcome.length
          return outcome
        }),
      ),
    )
    if (rows.length < batch || events === 0) return
  }
}
