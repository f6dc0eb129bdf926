import type { Deps } from '../manifest.ts'
import { channels } from './events.ts'

/** Logs for each channel how many instances have no active provider: their codes wait until one is activated, or expire. */
export async function reportMissingProviders({ database, logger }: Deps): Promise<void> {
  for (const channel of channels) {
    const [row] = await database.query<{ instances: number }>(
      `select count(*)::int as instances from instances i where not exists (
         select from notification_providers p
          where p.instance_id = i.instance_id and p.channel = $1 and p.active)`,
      [channel],
    )
    if (!row?.instances) continue
    const remedy = channel === 'email' ? 'see "Mail" in README.md' : 'add one to send codes by SMS'
    const report = { channel, instances: row.instances }
    const text = `no ${channel} provider is active: codes wait until one is activated, or expire; ${remedy}`
    if (channel === 'email') logger.warn(report, text)
    else logger.info(report, text)
  }
}
