import { systemStream } from '../../access/level.ts'
import type { Config } from '../../config/config.ts'
import type { Deps } from '../manifest.ts'
import { systemFacet } from './state.ts'

/**
 * Warns if the external domain was changed to one that no instance has: its requests are refused, and a start changes no
 * domains.
 */
export async function reportUnservedDomain(
  { database, log, logger }: Pick<Deps, 'database' | 'log' | 'logger'>,
  { externalDomain }: Pick<Config, 'externalDomain'>,
): Promise<void> {
  const instanceId = (await log.load(systemStream)).state(systemFacet).firstInstanceId
  const [found] = await database.query<{ served: boolean; primary_domain: string | null }>(
    `select exists (select from instance_domains where domain = $1) as served,
       (select domain from instance_domains where instance_id = $2 and is_primary) as primary_domain`,
    [externalDomain, instanceId],
  )
  if (!found || found.served) return
  const before = found.primary_domain === null ? '' : `set it back to ${found.primary_domain}, or `
  logger.warn(
    { externalDomain, instanceId },
    `SALLYPORT_EXTERNAL_DOMAIN is ${externalDomain}, which is no domain of an instance: its requests are refused; ${before}` +
      `add the domain as a system user: POST /system/v1/instances/${instanceId}/domains`,
  )
}
