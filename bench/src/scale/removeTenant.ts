import { figure, say } from '../report.ts'
import type { ScaledBuild } from './openScale.ts'
import { openWriting } from './openWriting.ts'

/** Removes the last instance as the system API does, and prints its size and the time. */
export async function removeTenant({ bench, filled }: ScaledBuild): Promise<void> {
  const writing = await openWriting(bench.server.dataDir)
  try {
    const sizes = await writing.database.query<{ instance_id: string; events: string }>(
      `select instance_id, count(*) as events from events where instance_id = any($1) group by 1 order by 2 desc`,
      [filled.instanceIds.slice(1)],
    )
    const [largest] = sizes
    if (largest === undefined) return
    const begun = performance.now()
    await writing.deps.log.removeInstance(largest.instance_id)
    const milliseconds = performance.now() - begun
    const events = Number(largest.events)
    say(
      `      an instance of ${figure(events)} events was removed in ${figure(milliseconds / 1000)} s, ${figure((milliseconds * 1000) / events)} us for each`,
    )
  } finally {
    await writing.close()
  }
}
